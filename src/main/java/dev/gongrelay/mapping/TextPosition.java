package dev.gongrelay.mapping;

/** Where in a text something is, for people: both count from 1. */
record TextPosition(int line, int column) {
    /** The position of a character, or of the text's end for what lies behind it. */
    static TextPosition of(String text, int offset) {
        int end = Math.min(offset, text.length());
        int lineStart = text.lastIndexOf('\n', end - 1) + 1;
        int line = 1
                + (int) text.substring(0, lineStart)
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
        return new TextPosition(line, end - lineStart + 1);
    }

    @Override
    public String toString() {
        return "line " + line + ", column " + column;
    }
}
