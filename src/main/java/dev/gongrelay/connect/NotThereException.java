package dev.gongrelay.connect;

/** Connect has no contact or user with this ID. */
final class NotThereException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NotThereException() {
        super("not there", null, false, false);
    }
}
