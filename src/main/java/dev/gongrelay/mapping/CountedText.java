package dev.gongrelay.mapping;

/**
 * A text that reports each character that a matcher reads, so that an operator's pattern that backtracks can be stopped.
 *
 * @param onRead runs before each character is read; what it throws ends the matching
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
