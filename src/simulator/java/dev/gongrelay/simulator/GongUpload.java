package dev.gongrelay.simulator;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A PUT of a call's media, as far as it has come.
 *
 * @param callId the call
 * @param bytes how many bytes of media have come
 * @param received how many bytes of the body have come, the frame and what is thrown away after an early answer
 *     included
 * @param sha256 the hash of the media in hexadecimal, when the body was right and complete
 * @param length how long the media takes to play, when it was complete and says so
 * @param headers the request's headers but {@code Authorization}, names in lower case
 * @param partHeaders the part's headers, names in lower case; empty before they have come
 * @param started when the head of the request had come
 * @param ended when it was answered or the connection ended; null while it is under way
 * @param status the answer's status; 0 when there is none
 * @param accepted whether this is the call's media now
 * @param outcome what came of it, for people
 * @param media where the media is kept, if it is
 */
public record GongUpload(
        String callId,
        long bytes,
        long received,
        @Nullable String sha256,
        @Nullable Duration length,
        Map<String, String> headers,
        Map<String, String> partHeaders,
        Instant started,
        @Nullable Instant ended,
        int status,
        boolean accepted,
        String outcome,
        @Nullable Path media) {
    /** Whether it is a video. */
    boolean isVideo() {
        return partHeaders.getOrDefault("content-type", "").startsWith("video/");
    }

    /** How long it has taken so far. */
    public Duration took() {
        return Duration.between(started, ended == null ? Instant.now() : ended);
    }
}
