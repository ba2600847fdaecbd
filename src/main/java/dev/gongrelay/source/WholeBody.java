package dev.gongrelay.source;

import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Recognizes a truncated body. The JDK's HTTP client takes a connection that breaks for the end of the body (JDK 17,
 * tried).
 */
final class WholeBody {
    private WholeBody() {}

    /**
     * Returns a body if it is complete.
     *
     * @throws EOFException if it has fewer bytes than S3 announced
     */
    static byte[] of(GetObjectResponse announced, byte[] body) throws EOFException {
        if (announced.contentLength() != null && body.length < announced.contentLength()) {
            throw new EOFException(
                    "the connection broke after " + body.length + " of " + announced.contentLength() + " bytes");
        }
        return body;
    }

    /** Reads a complete body; empty if it is longer than allowed. */
    static Optional<byte[]> read(ResponseInputStream<GetObjectResponse> body, int longestBytes) throws IOException {
        byte[] bytes = body.readNBytes(longestBytes + 1);
        if (bytes.length > longestBytes) {
            body.abort();
            return Optional.empty();
        }
        return Optional.of(of(body.response(), bytes));
    }
}
