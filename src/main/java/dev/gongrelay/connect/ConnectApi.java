package dev.gongrelay.connect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gongrelay.tls.TlsEngine;
import io.quarkus.rest.client.reactive.ClientExceptionMapper;
import io.smallrye.faulttolerance.api.CircuitBreakerName;
import io.smallrye.faulttolerance.api.ExponentialBackoff;
import io.smallrye.faulttolerance.api.RetryWhen;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.core.Response;
import java.time.temporal.ChronoUnit;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/**
 * Amazon Connect's API, as far as the relay needs it. Blocks. The whole account may send each of the two requests twice
 * a second, five times at once (Amazon Connect, "Service quotas", 2026); beyond that, Connect answers 429.
 */
@RegisterRestClient(configKey = "connect")
@RegisterProvider(ConnectSigner.class)
@RegisterProvider(TlsEngine.class)
@Timeout(value = 10, unit = ChronoUnit.SECONDS)
@Retry(maxRetries = 6, delay = 700, jitter = 300, maxDuration = 1, durationUnit = ChronoUnit.MINUTES)
@ExponentialBackoff(maxDelay = WorthAskingAgain.LONGEST_WAIT_MILLIS)
@RetryWhen(exception = WorthAskingAgain.class)
@CircuitBreaker(
        requestVolumeThreshold = 10,
        failureRatio = 0.8,
        delay = 10,
        delayUnit = ChronoUnit.SECONDS,
        failOn = {ConnectException.class, ProcessingException.class})
public interface ConnectApi {
    /** Describes a contact ("DescribeContact"): {@code {"Contact": {...}}}. */
    @GET
    @Path("contacts/{instance}/{contact}")
    @CircuitBreakerName("connect-contact")
    JsonNode contact(@PathParam("instance") String instanceId, @PathParam("contact") String contactId);

    /** Describes a user ("DescribeUser"): {@code {"User": {...}}}. */
    @GET
    @Path("users/{instance}/{user}")
    @CircuitBreakerName("connect-user")
    JsonNode user(@PathParam("instance") String instanceId, @PathParam("user") String userId);

    /** What an error means. */
    @ClientExceptionMapper
    static RuntimeException failure(Response response) {
        return ConnectAnswer.failure(response.getStatus(), response.getHeaderString(ConnectAnswer.ERROR_TYPE));
    }
}
