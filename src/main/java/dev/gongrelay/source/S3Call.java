package dev.gongrelay.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/** A call to S3 through the SDK. It blocks. */
@FunctionalInterface
interface S3Call<T> {
    /** Makes the call. */
    T send() throws IOException;

    /**
     * Makes a call. A refusal, a broken connection and an answer that is not HTTP all end as an {@link S3Failure}.
     *
     * @param onFailure makes a result of the failure, or throws
     */
    static <T> T send(S3Call<T> call, Function<S3Failure, T> onFailure) {
        try {
            return call.send();
        } catch (SdkException | IOException | UncheckedIOException | IllegalArgumentException e) {
            return onFailure.apply(S3Failure.of(e));
        }
    }

    /** Requires a header or an element of an answer. */
    static String required(String name, @Nullable String value) {
        if (value == null) {
            throw SdkClientException.create("S3's answer has no " + name);
        }
        return value;
    }
}
