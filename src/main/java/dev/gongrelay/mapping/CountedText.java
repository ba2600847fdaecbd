package dev.gongrelay.mapping;

/**
 * A text for a pattern that somebody else wrote: each reading of a character is told, so that matching can be ended
 * when the pattern backtracks.
 *
 * @param onRead is told before each reading; what it throws ends the matching
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

    /** The text itself, read without being told. */
    @Override
    public String toString() {
        return text;
    }
}
