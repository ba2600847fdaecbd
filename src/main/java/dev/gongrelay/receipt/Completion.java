package dev.gongrelay.receipt;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What there is to remember of a recording that is in Gong.
 *
 * @param callId Gong's id of the call that has the media
 * @param url the call's page in Gong, or null when Gong gave none
 * @param requestId Gong's id of the request that took the media, or null when Gong gave none
 * @param eTag the ETag of the object that was relayed
 * @param lengthBytes the size of the object that was relayed, in bytes
 * @param uploadAttempts how often sending the media was begun by this delivery; 0 when Gong had it already
 * @param warnings what somebody should know although all went well; possibly none
 */
public record Completion(
        String callId,
        @Nullable String url,
        @Nullable String requestId,
        String eTag,
        long lengthBytes,
        int uploadAttempts,
        List<String> warnings) {
    public Completion {
        warnings = List.copyOf(warnings);
    }
}
