package dev.gongrelay.gong;

/** Gong lists nobody, or nobody beyond the page before, which it says with a 404: an answer, not a failure. */
final class NobodyException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NobodyException() {
        super("Gong lists nobody", null, false, false);
    }
}
