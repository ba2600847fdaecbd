package dev.gongrelay.gong;

import org.jspecify.annotations.Nullable;

/**
 * What Gong answered to an upload that left it with the media.
 *
 * @param callId the call that has the media; with {@link Kind#SAME_CONTENT_ELSEWHERE}, not the one it was sent to
 * @param url the call's page; null if Gong did not say
 * @param requestId what Gong's support asks for; null if Gong did not say
 * @param attempts how many times sending the media was started; 0 unless {@link Kind#UPLOADED}
 * @param wholeBodySent whether Gong may have the media from this delivery: always with {@link Kind#UPLOADED}; otherwise
 *     only if an earlier attempt sent the whole body, and Gong did not say whether it took it
 */
public record UploadResult(
        String callId,
        @Nullable String url,
        @Nullable String requestId,
        Kind kind,
        int attempts,
        boolean wholeBodySent) {
    /** How the media got there. */
    public enum Kind {
        /** With this request. */
        UPLOADED,
        /** With an earlier request for the same call: this delivery's, an earlier one's, or another recording's. */
        ALREADY_THERE,
        /** Another call has the same bytes; the call that they were sent to stays empty. */
        SAME_CONTENT_ELSEWHERE
    }
}
