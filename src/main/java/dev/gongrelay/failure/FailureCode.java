package dev.gongrelay.failure;

import java.util.Locale;

/**
 * Why a recording is not relayed. The names are stable: {@link #toString()} gives them as logs, receipts, dead letters
 * and the runbook show them, such as {@code gong-throttled}.
 */
public enum FailureCode {
    /** The event has no known format, announces nothing that can be relayed, or has a malformed key. */
    EVENT_INVALID(Kind.RECORDING),

    /** The object does not exist, or no longer exists. */
    SOURCE_MISSING(Kind.RECORDING),
    /** The object was overwritten while it was read; the new object has an event of its own. */
    SOURCE_CHANGED(Kind.RECORDING),
    /** The object is in an archive; the event of its restoration relays it. */
    SOURCE_ARCHIVED(Kind.RECORDING),
    /** S3 refused the request for a reason that the same request would meet again. */
    SOURCE_REFUSED(Kind.RECORDING),
    /** S3 cannot be reached, is overloaded, or went silent more often than the limit allows. */
    SOURCE_UNAVAILABLE(Kind.TRANSIENT),
    /** S3 sent other bytes than those requested. */
    SOURCE_INCONSISTENT(Kind.TRANSIENT),
    /** S3 or KMS denies access to the object. */
    SOURCE_DENIED(Kind.CONFIGURATION),
    /** The bucket is in another region, which the message names. */
    SOURCE_WRONG_REGION(Kind.CONFIGURATION),
    /** The bucket does not exist. */
    SOURCE_BUCKET_MISSING(Kind.CONFIGURATION),

    /** The object has no bytes. */
    RECORDING_EMPTY(Kind.RECORDING),
    /** The object is larger than the configured limit. */
    RECORDING_TOO_LARGE(Kind.RECORDING),
    /** The media format is not supported by Gong. */
    MEDIA_INVALID(Kind.RECORDING),

    /** The sidecar is missing and may still be on its way. */
    SIDECAR_AWAITED(Kind.TRANSIENT),
    /** The sidecar is larger than the limit. */
    SIDECAR_TOO_LARGE(Kind.RECORDING),
    /** The mapping fails on the recording's data, or its result is too large. */
    MAPPING_FAILED(Kind.RECORDING),
    /** The mapping took too long. */
    MAPPING_TIMEOUT(Kind.TRANSIENT),
    /** The mapping in S3 cannot be read now. */
    MAPPING_UNAVAILABLE(Kind.TRANSIENT),
    /** The mapping in S3 is missing, denied, too long or not JSONata. */
    MAPPING_INVALID(Kind.CONFIGURATION),
    /** The contact in Amazon Connect is missing or incomplete, and may still become complete. */
    CONTACT_AWAITED(Kind.TRANSIENT),
    /** Amazon Connect has no contact for this recording. */
    CONTACT_UNKNOWN(Kind.RECORDING),
    /** Amazon Connect cannot be reached, fails, or throttles the account. */
    CONNECT_UNAVAILABLE(Kind.TRANSIENT),
    /** Amazon Connect denies the request. */
    CONNECT_DENIED(Kind.CONFIGURATION),
    /** The call details are not a JSON object. */
    DETAILS_MALFORMED(Kind.RECORDING),
    /** Fields of the call details are missing or wrong; the message names each, and its layer. */
    DETAILS_INVALID(Kind.RECORDING),
    /** The callId that came with the recording is not 1 to 20 digits. */
    CALL_ID_INVALID(Kind.RECORDING),
    /** The details name somebody by an address, an extension or a number that not exactly one user of Gong has. */
    USER_UNKNOWN(Kind.RECORDING),
    /** Gong already has a recording for this call, and it is not known to be this one. */
    IDENTITY_TAKEN(Kind.RECORDING),

    /** Gong asked the relay to wait (429). */
    GONG_THROTTLED(Kind.TRANSIENT),
    /**
     * Gong or a gateway in front of it failed (5xx, 3xx, 407, 408, 421, 423, 425), perhaps so often that it is not called
     * now.
     */
    GONG_UNAVAILABLE(Kind.TRANSIENT),
    /** The connection to Gong could not be made, or broke. */
    GONG_UNREACHABLE(Kind.TRANSIENT),
    /** Gong accepted no data, or sent no response in time. */
    GONG_STALLED(Kind.TRANSIENT),
    /** Gong does not accept the credentials (401): a wrong key or a wrong region. */
    GONG_UNAUTHORIZED(Kind.CONFIGURATION),
    /** Gong denies the request (403): a missing scope, or an address that the key does not trust. */
    GONG_FORBIDDEN(Kind.CONFIGURATION),
    /** Secrets Manager cannot be reached or fails. */
    CREDENTIALS_UNAVAILABLE(Kind.TRANSIENT),
    /** Gong's credentials cannot be read: Secrets Manager denies it, or the secret is missing or malformed. */
    CREDENTIALS_INVALID(Kind.CONFIGURATION),
    /** Gong does not accept the call or the recording (400 and other 4xx without a code of their own). */
    GONG_REFUSED(Kind.RECORDING),
    /** Gong does not know the call (404). */
    GONG_CALL_UNKNOWN(Kind.RECORDING),
    /** Importing telephony calls is not enabled for the primary user (409). */
    GONG_USER_NOT_ENABLED(Kind.RECORDING),
    /** The recording is too large for Gong (413). */
    GONG_TOO_LARGE(Kind.RECORDING),
    /** Gong does not accept this type of media (415). */
    GONG_MEDIA_TYPE(Kind.RECORDING),
    /** Gong took the recording, but never listed its call. */
    GONG_DISCARDED(Kind.RECORDING),

    /** The dead-letter queue or the arrivals queue cannot be reached or fails. */
    QUEUE_UNAVAILABLE(Kind.TRANSIENT),
    /** The dead-letter queue or the arrivals queue does not exist, or denies access. */
    QUEUE_DENIED(Kind.CONFIGURATION),

    /** Another delivery is relaying the recording, or stopped, and its lease has not ended. */
    CLAIMED_ELSEWHERE(Kind.TRANSIENT),
    /** The recording's receipt is not valid; it stays as it is until somebody fixes or deletes it. */
    RECEIPT_DAMAGED(Kind.TRANSIENT),
    /** The receipts bucket cannot be reached or fails. */
    RECEIPT_UNAVAILABLE(Kind.TRANSIENT),
    /** The receipts bucket denies access, does not exist, or is in another region. */
    RECEIPT_DENIED(Kind.CONFIGURATION),

    /** The invocation's time was used up. */
    TIME_UP(Kind.TRANSIENT),
    /** A fault in the relay itself. */
    INTERNAL(Kind.TRANSIENT);

    /** What a failure asks for. */
    public enum Kind {
        /** The recording cannot be relayed as it is: rejected, with a dead letter. */
        RECORDING,
        /** It may pass on its own: retried, with growing delays. */
        TRANSIENT,
        /** Somebody has to fix the deployment or an account: retried slowly, with an alarm. */
        CONFIGURATION
    }

    private final Kind kind;
    private final String text = name().toLowerCase(Locale.ROOT).replace('_', '-');

    FailureCode(Kind kind) {
        this.kind = kind;
    }

    /** What the failure asks for. */
    public Kind kind() {
        return kind;
    }

    /** Whether every recording would fail the same way now, so that trying others is pointless. */
    public boolean meetsEveryRecording() {
        return this == GONG_UNAUTHORIZED || this == CREDENTIALS_INVALID || this == CREDENTIALS_UNAVAILABLE;
    }

    /** The code in lower case, with hyphens. */
    @Override
    public String toString() {
        return text;
    }
}
