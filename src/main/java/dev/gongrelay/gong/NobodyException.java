package dev.gongrelay.gong;

/** Gong has nothing, or nothing more, to list, and says so with a 404: an answer, not a failure. */
final class NobodyException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NobodyException() {
        super("Gong has nothing to list", null, false, false);
    }
}
