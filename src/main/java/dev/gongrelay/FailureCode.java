package dev.gongrelay;

import java.util.Locale;

/**
 * The reasons for which a recording is not relayed. The names are stable: they stand in logs, receipts, dead-letter
 * attributes and the runbook as {@link #toString()} gives them, such as {@code gong-throttled}.
 */
public enum FailureCode {
    /** The event is of no known shape, announces nothing that can be relayed, or names a malformed key. */
    EVENT_INVALID,

    /** The object is not there (any more). */
    SOURCE_MISSING,
    /** The object was overwritten while it was read; the event of the new object relays that one. */
    SOURCE_CHANGED,
    /** The object lies in an archive; the event of its restoration relays it. */
    SOURCE_ARCHIVED,
    /** S3 or KMS denies access: the function's permissions, not this recording, need mending. */
    SOURCE_DENIED,
    /** S3 can't be reached, is overloaded, or went silent more often than is borne. */
    SOURCE_UNAVAILABLE,
    /** S3 answered with other bytes than were asked for. */
    SOURCE_INCONSISTENT,
    /** S3 refused the request for a reason that the same request would meet again. */
    SOURCE_REFUSED,

    /** The object has no bytes. */
    RECORDING_EMPTY,
    /** The object is larger than the configured limit. */
    RECORDING_TOO_LARGE,
    /** The object's extension is none that Gong takes. */
    RECORDING_TYPE,
    /** The object's bytes are of no format that Gong takes. */
    MEDIA_INVALID,

    /** The sidecar has not come yet and may still be on its way. */
    SIDECAR_AWAITED,
    /** The sidecar is larger than is read. */
    SIDECAR_TOO_LARGE,
    /** The call's details are no JSON object. */
    DETAILS_MALFORMED,
    /** Fields of the call's details are missing or wrong; the message names each and where it came from. */
    DETAILS_INVALID,
    /** The callId that came with the recording is not 1 to 20 digits. */
    CALL_ID_INVALID,

    /** Gong asked to be left alone for a while (429). */
    GONG_THROTTLED,
    /** Gong failed (5xx), or so often that it is left alone for a while. */
    GONG_UNAVAILABLE,
    /** The connection to Gong could not be made, or broke. */
    GONG_UNREACHABLE,
    /** Gong stopped reading, or did not answer in time. */
    GONG_STALLED,
    /** Gong does not accept the credentials (401, 403): a wrong key, a wrong region or an untrusted address. */
    GONG_UNAUTHORIZED,
    /** Gong's credentials can't be read: Secrets Manager fails or denies it, or the secret lacks a field. */
    CREDENTIALS_UNAVAILABLE,
    /** Gong does not accept the call or the recording (400 and other 4xx that are none of the others). */
    GONG_REFUSED,
    /** Gong does not know the call (404). */
    GONG_CALL_UNKNOWN,
    /** The primary user may not import telephone calls (409). */
    GONG_USER_NOT_ENABLED,
    /** Gong takes no recording of this size (413). */
    GONG_TOO_LARGE,
    /** Gong takes no media of this type (415). */
    GONG_MEDIA_TYPE,

    /** The dead-letter queue can't be reached or does not take the message. */
    QUEUE_UNAVAILABLE,

    /** Another delivery is at work on the recording, or was and its lease is not over yet. */
    CLAIMED_ELSEWHERE,
    /** The recording's receipt can't be understood; it is left as it is until somebody mends or deletes it. */
    RECEIPT_DAMAGED,
    /** The receipts' bucket can't be reached, is missing or denies access. */
    RECEIPT_UNAVAILABLE,

    /** The invocation's time did not suffice. */
    TIME_UP,
    /** A fault in the relay itself, or one that it doesn't know. */
    INTERNAL;

    private final String text = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The code as logs and receipts show it, in lower case with hyphens. */
    @Override
    public String toString() {
        return text;
    }
}
