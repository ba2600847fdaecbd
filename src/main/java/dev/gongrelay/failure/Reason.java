package dev.gongrelay.failure;

/** Why something failed, in foreign words: on one line, of at most 300 characters. */
public final class Reason {
    private static final int LONGEST = 300;
    private static final int LONGEST_CHAIN = 20;

    private Reason() {}

    /** The first cause of a failure: its message if that says anything, with its class if it is just a name. */
    public static String of(Throwable failure) {
        Throwable first = failure;
        for (int i = 0; i < LONGEST_CHAIN && first.getCause() != null; i++) {
            first = first.getCause();
        }
        String message = first.getMessage() == null ? "" : line(first.getMessage());
        String kind = first.getClass().getSimpleName();
        if (message.contains(" ")) {
            return message;
        }
        return message.isEmpty() ? kind : kind + ": " + message;
    }

    /** The beginning of a text, with spaces in the place of control characters. */
    public static String line(String text) {
        StringBuilder line = new StringBuilder();
        text.strip()
                .codePoints()
                .limit(LONGEST)
                .forEach(c -> line.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
        return line.toString();
    }
}
