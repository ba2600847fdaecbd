package dev.gongrelay.mapping;

/** Positions in a text, for people: lines and columns count from 1. */
final class TextPosition {
    private TextPosition() {}

    /** The position of a character; of the text's end if the offset is behind it. */
    static String of(String text, int offset) {
        int end = Math.min(offset, text.length());
        int lineStart = text.lastIndexOf('\n', end - 1) + 1;
        long line =
                1 + text.substring(0, lineStart).chars().filter(c -> c == '\n').count();
        return "line " + line + ", column " + (end - lineStart + 1);
    }
}
