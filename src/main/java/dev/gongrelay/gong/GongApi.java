package dev.gongrelay.gong;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gongrelay.tls.TlsEngine;
import io.quarkus.rest.client.reactive.ClientExceptionMapper;
import io.smallrye.faulttolerance.api.CircuitBreakerName;
import io.smallrye.faulttolerance.api.CustomBackoff;
import io.smallrye.faulttolerance.api.RateLimit;
import io.smallrye.faulttolerance.api.RetryWhen;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.rest.client.annotation.ClientHeaderParam;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jspecify.annotations.Nullable;

/**
 * Gong's API, as far as the relay needs it, with what is done when it fails.
 *
 * <p>An attempt is ended by {@link AttemptFilter}, which knows its progress and the time left; {@code @Timeout} is only
 * a backstop. What is worth another attempt is decided by {@link WorthRetrying}, and when by {@link RetryDelay}. Both
 * methods are kept to Gong's limit of 3 calls a second for the whole company (Gong, "API limits", 2025-11-17), of which
 * this process is one user: 429 is expected all the same.
 */
@RegisterRestClient(configKey = "gong")
@RegisterProvider(AttemptFilter.class)
@RegisterProvider(TlsEngine.class)
@Path("/v2/calls")
public interface GongApi {
    /**
     * Registers a call ("Add New Call"). Small, and safe to repeat after a lost answer, because Gong knows the call again
     * by its {@code clientUniqueId}.
     *
     * @param call the call's details, as Gong documents them
     */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Retry(maxRetries = 4, delay = 500, maxDuration = 2, durationUnit = ChronoUnit.MINUTES)
    @RetryWhen(exception = WorthRetrying.class)
    @CustomBackoff(RetryDelay.class)
    @CircuitBreaker(
            requestVolumeThreshold = 10,
            failureRatio = 0.8,
            delay = 10,
            delayUnit = ChronoUnit.SECONDS,
            failOn = {GongException.class, IOException.class})
    @CircuitBreakerName("gong-register")
    @RateLimit(value = 3, window = 1, windowUnit = ChronoUnit.SECONDS)
    @Timeout(value = 70, unit = ChronoUnit.SECONDS)
    Uni<Registered> register(JsonNode call);

    /**
     * Sends a call's recording ("Add call media").
     *
     * @param callId up to 20 digits
     * @param lengthBytes of the whole body, frame included
     * @param body one {@code multipart/form-data} part named {@code mediaFile}; subscribed to once for each attempt
     */
    @PUT
    @Path("{id}/media")
    @ClientHeaderParam(name = "Content-Type", value = MediaPart.CONTENT_TYPE)
    @Retry(maxRetries = 4, delay = 1000, maxDuration = 14, durationUnit = ChronoUnit.MINUTES)
    @RetryWhen(exception = WorthRetrying.class)
    @CustomBackoff(RetryDelay.class)
    @CircuitBreaker(
            requestVolumeThreshold = 10,
            failureRatio = 0.8,
            delay = 10,
            delayUnit = ChronoUnit.SECONDS,
            failOn = {GongException.class, IOException.class})
    @CircuitBreakerName("gong-upload")
    @RateLimit(value = 3, window = 1, windowUnit = ChronoUnit.SECONDS)
    @Timeout(value = 890, unit = ChronoUnit.SECONDS)
    Uni<Uploaded> upload(
            @PathParam("id") String callId, @HeaderParam("Content-Length") long lengthBytes, Multi<Buffer> body);

    /** What an answer that is no success means. */
    @ClientExceptionMapper
    static RuntimeException failure(Response response) {
        return GongAnswer.of(response).failure();
    }

    /** Gong's answer to a call that it took. */
    record Registered(@Nullable String requestId, @Nullable String callId) {}

    /** Gong's answer to a recording that it took; {@code url} is where people find it. */
    record Uploaded(
            @Nullable String requestId,
            @Nullable String callId,
            @Nullable String url) {}
}
