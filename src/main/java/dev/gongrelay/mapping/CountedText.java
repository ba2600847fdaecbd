package dev.gongrelay.mapping;

/**
 * A text for somebody else's pattern, which reports each character that the matcher reads, so that a pattern that
 * backtracks can be stopped.
 *
 * @param onRead called before each reading; what it throws ends the matching
 */
public record CountedText(String text, Runnable onRead) implements CharSequence {
    @Override
    public char charAt(int index) {
        onRead.run();
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.substring(start, end);
    }

    /** The text itself; not reported. */
    @Override
    public String toString() {
        return text;
    }
}
