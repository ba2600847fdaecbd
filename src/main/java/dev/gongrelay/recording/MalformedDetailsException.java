package dev.gongrelay.recording;

import java.io.IOException;

/** Call details or a mapping can't be read: they are not JSON or not UTF-8. The message says why, and quotes nothing. */
final class MalformedDetailsException extends IOException {
    private static final long serialVersionUID = 1;

    MalformedDetailsException(String problem) {
        super(problem);
    }
}
