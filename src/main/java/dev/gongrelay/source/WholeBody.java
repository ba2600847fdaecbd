package dev.gongrelay.source;

import java.io.EOFException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Tells a body from its beginning: the JDK's HTTP client takes a connection that breaks off for its end (JDK 17,
 * tried).
 */
public final class WholeBody {
    private WholeBody() {}

    /**
     * Gives a body back if nothing of it is missing.
     *
     * @throws EOFException if there are fewer bytes than S3 announced
     */
    public static byte[] of(GetObjectResponse announced, byte[] body) throws EOFException {
        if (announced.contentLength() != null && body.length < announced.contentLength()) {
            throw new EOFException(
                    "the connection broke after " + body.length + " of " + announced.contentLength() + " bytes");
        }
        return body;
    }
}
