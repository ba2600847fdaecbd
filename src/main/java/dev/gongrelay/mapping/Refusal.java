package dev.gongrelay.mapping;

import com.dashjoin.jsonata.JException;

/** Why a function of a mapping fails, without a value. The library adds the position of the call. */
final class Refusal extends JException {
    private static final long serialVersionUID = 1;

    Refusal(String reason) {
        super(reason);
    }
}
