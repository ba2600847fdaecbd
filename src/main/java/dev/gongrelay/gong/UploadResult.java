package dev.gongrelay.gong;

import org.jspecify.annotations.Nullable;

/**
 * What Gong said to an upload that ended well.
 *
 * @param callId the call that has the media; with {@link Kind#SAME_CONTENT_ELSEWHERE} another one than was sent to
 * @param url where people find it; null if Gong did not say, as with a duplicate
 * @param requestId what Gong's support asks for; null if Gong did not say
 * @param attempts how many times sending the media was started; 0 unless {@link Kind#UPLOADED}
 * @param wholeBodySent whether Gong may have the media from this very delivery: always with {@link Kind#UPLOADED};
 *     otherwise only if an attempt before the one that Gong called a duplicate had sent the whole body and got no
 *     answer, or one that leaves open whether Gong took it
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
        /** With an earlier request to the same call: this delivery's, an earlier delivery's, or another recording's. */
        ALREADY_THERE,
        /** The same bytes are under another call; the one that was sent to stays empty. */
        SAME_CONTENT_ELSEWHERE
    }
}
