package dev.gongrelay.mapping;

import com.dashjoin.jsonata.JException;

/** A function of a mapping fails. The message quotes no value; the library adds the position of the call. */
final class RefusalException extends JException {
    private static final long serialVersionUID = 1;

    RefusalException(String reason) {
        super(reason);
    }
}
