package dev.gongrelay.recording;

import java.io.IOException;

/** A text is not what it has to be, such as JSON in UTF-8. The message says why, and quotes nothing. */
final class MalformedDetailsException extends IOException {
    private static final long serialVersionUID = 1;

    MalformedDetailsException(String problem) {
        super(problem);
    }
}
