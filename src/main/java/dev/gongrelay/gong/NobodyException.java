package dev.gongrelay.gong;

/** Gong has nobody, or nobody else, to list, and says so with a 404: an answer, not a failure. */
final class NobodyException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NobodyException() {
        super("Gong lists nobody", null, false, false);
    }
}
