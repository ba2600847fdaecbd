package dev.gongrelay.aws;

import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.TransientException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/**
 * Ends every call of a client, with its retries and pauses, within the time that the invocation has left for it. A call
 * that has no time left, or is stopped, fails with {@link FailureCode#TIME_UP}.
 */
final class DeadlineInterceptor implements ExecutionInterceptor {
    private static final int ALMOST_A_MILLISECOND_NANOS = 999_999;

    private final Duration longest;
    private final Function<SdkRequest, Duration> timeLeft;

    /**
     * @param longest how long a call may take when there is plenty of time
     * @param timeLeft how long a call may take by the invocation's deadline
     */
    DeadlineInterceptor(Duration longest, Function<SdkRequest, Duration> timeLeft) {
        this.longest = longest;
        this.timeLeft = timeLeft;
    }

    @Override
    public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
        AwsRequest request = (AwsRequest) context.request();
        Duration left = timeLeft.apply(request);
        // The SDK counts in whole milliseconds, and takes 0 for no limit.
        if (left.toMillis() == 0) {
            throw new TransientException(FailureCode.TIME_UP, "No time was left for " + name(request, attributes));
        }
        // Rounded up, so that no call is stopped before the deadline.
        Duration limit =
                Duration.ofMillis(left.plusNanos(ALMOST_A_MILLISECOND_NANOS).toMillis());
        return request.toBuilder()
                .overrideConfiguration(request.overrideConfiguration()
                        .map(AwsRequestOverrideConfiguration::toBuilder)
                        .orElseGet(AwsRequestOverrideConfiguration::builder)
                        .apiCallTimeout(limit.compareTo(longest) < 0 ? limit : longest)
                        .build())
                .build();
    }

    /** @throws TransientException in place of the SDK's exception: the SDK does not let this method return another */
    @Override
    public Throwable modifyException(Context.FailedExecution context, ExecutionAttributes attributes) {
        boolean cutShort = context.request()
                .overrideConfiguration()
                .flatMap(override -> override.apiCallTimeout())
                .filter(limit -> limit.compareTo(longest) < 0)
                .isPresent();
        if (cutShort && context.exception() instanceof ApiCallTimeoutException) {
            String stopped = name(context.request(), attributes) + " was stopped: the invocation's time is up";
            throw new TransientException(FailureCode.TIME_UP, stopped, context.exception());
        }
        return context.exception();
    }

    /** Such as {@code S3 GetObject of s3://calls/a.wav}. */
    private static String name(SdkRequest request, ExecutionAttributes attributes) {
        String operation = attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME) + " "
                + attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
        Optional<String> key = field(request, "Key");
        return key.isPresent()
                ? operation + " of s3://" + field(request, "Bucket").orElse("") + "/" + key.get()
                : Stream.of("QueueUrl", "SecretId")
                        .flatMap(name -> field(request, name).stream())
                        .findFirst()
                        .map(object -> operation + " of " + object)
                        .orElse(operation);
    }

    static Optional<String> field(SdkRequest request, String name) {
        return request.getValueForField(name, String.class);
    }
}
