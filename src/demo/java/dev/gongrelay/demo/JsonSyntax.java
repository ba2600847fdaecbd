package dev.gongrelay.demo;

/**
 * Checks that a text is JSON (RFC 8259), and says where it isn't. Uses only the JDK, because the build runs it before
 * it compiles.
 */
final class JsonSyntax {
    /** The limit of the library that reads the text later. */
    private static final int DEEPEST = 1000;

    private static final String END = "the end";

    private final String text;
    private int at;

    private JsonSyntax(String text) {
        this.text = text;
    }

    /**
     * Checks a text.
     *
     * @throws IllegalArgumentException with the place and what is wrong there
     */
    static void check(String text) {
        JsonSyntax syntax = new JsonSyntax(text);
        syntax.skipSpace();
        syntax.value(1);
        syntax.skipSpace();
        if (syntax.at < text.length()) {
            throw syntax.wrong(END);
        }
    }

    private void value(int depth) {
        if (depth > DEEPEST) {
            throw wrong("fewer than " + DEEPEST + " levels");
        }
        switch (peek()) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> string();
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> word("null");
            default -> number();
        }
    }

    private void object(int depth) {
        at++;
        skipSpace();
        if (takes('}')) {
            return;
        }
        do {
            skipSpace();
            if (peek() != '"') {
                throw wrong("a name in double quotes");
            }
            string();
            skipSpace();
            if (!takes(':')) {
                throw wrong("a colon");
            }
            skipSpace();
            value(depth + 1);
            skipSpace();
        } while (takes(','));
        if (!takes('}')) {
            throw wrong("a comma or }");
        }
    }

    private void array(int depth) {
        at++;
        skipSpace();
        if (takes(']')) {
            return;
        }
        do {
            skipSpace();
            value(depth + 1);
            skipSpace();
        } while (takes(','));
        if (!takes(']')) {
            throw wrong("a comma or ]");
        }
    }

    private void string() {
        at++;
        while (!takes('"')) {
            if (peek() < ' ') {
                throw wrong("a double quote that ends the text");
            }
            if (takes('\\')) {
                escape();
            } else {
                at++;
            }
        }
    }

    private void escape() {
        if (takes('u')) {
            for (int i = 0; i < 4; i++, at++) {
                if (Character.digit(peek(), 16) < 0 || peek() > 'f') {
                    throw wrong("four hexadecimal digits after \\u");
                }
            }
        } else if (peek() == 0 || "\"\\/bfnrt".indexOf(peek()) < 0) {
            throw wrong("one of \" \\ / b f n r t u after a backslash");
        } else {
            at++;
        }
    }

    private void word(String expected) {
        if (!text.startsWith(expected, at)) {
            throw wrong(expected);
        }
        at += expected.length();
        if (Character.isLetterOrDigit(peek())) {
            throw wrong("a comma or the end after " + expected);
        }
    }

    private void number() {
        int begin = at;
        takes('-');
        if (!isDigit()) {
            at = begin;
            throw wrong("a value");
        }
        if (takes('0')) {
            if (isDigit()) {
                throw wrong("no more digits after 0");
            }
        } else {
            digits();
        }
        if (takes('.')) {
            digits();
        }
        if (takes('e') || takes('E')) {
            if (!takes('+')) {
                takes('-');
            }
            digits();
        }
    }

    private void digits() {
        if (!isDigit()) {
            throw wrong("a digit");
        }
        while (isDigit()) {
            at++;
        }
    }

    private boolean isDigit() {
        return peek() >= '0' && peek() <= '9';
    }

    private boolean takes(char expected) {
        boolean there = at < text.length() && text.charAt(at) == expected;
        at += there ? 1 : 0;
        return there;
    }

    /** The current character; 0, which JSON has nowhere, at the end. */
    private char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private void skipSpace() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private IllegalArgumentException wrong(String expected) {
        String before = text.substring(0, at);
        long line = 1 + before.chars().filter(character -> character == '\n').count();
        int column = at - before.lastIndexOf('\n');
        String found = at < text.length() ? text.substring(at, at + Character.charCount(text.codePointAt(at))) : END;
        return new IllegalArgumentException("line " + line + ", column " + column + ": expected " + expected
                + ", found " + (found.isBlank() || found.charAt(0) < ' ' ? "a space or the end of the line" : found));
    }
}
