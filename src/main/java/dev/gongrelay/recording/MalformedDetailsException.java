package dev.gongrelay.recording;

import java.io.IOException;

/** Details that are not one JSON object in UTF-8. The message says why, without quoting them. */
final class MalformedDetailsException extends IOException {
    private static final long serialVersionUID = 1;

    MalformedDetailsException(String problem) {
        super(problem);
    }
}
