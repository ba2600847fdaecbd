package dev.gongrelay.gong;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gongrelay.tls.TlsEngine;
import io.quarkus.rest.client.reactive.ClientExceptionMapper;
import io.smallrye.faulttolerance.api.CircuitBreakerName;
import io.smallrye.faulttolerance.api.CustomBackoff;
import io.smallrye.faulttolerance.api.RetryWhen;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.URI;
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
 * <p>An attempt is ended by {@link AttemptFilter}, which knows its progress and the time left, and so is retrying;
 * {@code @Timeout} and {@code maxDuration} are only backstops, no shorter than any time limit that the function may
 * have. What is worth another attempt is decided by {@link WorthRetrying}, and when by {@link RetryDelay}. Gong
 * allows 3 calls a second to the whole company (Gong, "API limits", 2025-11-17); who is over it hears 429, and waits.
 *
 * <p>A method that failed often is left alone for {@value #BREAK_SECONDS} s. Whoever has the time waits for that, so
 * that recordings which always fail do not keep the others of a batch from Gong.
 */
@RegisterRestClient(configKey = "gong")
@RegisterProvider(AttemptFilter.class)
@RegisterProvider(UnreadableAnswer.class)
@RegisterProvider(TlsEngine.class)
@Path("/v2")
@Timeout(value = 1, unit = ChronoUnit.HOURS)
@CircuitBreaker(
        requestVolumeThreshold = 10,
        failureRatio = 0.8,
        delay = GongApi.BREAK_SECONDS,
        delayUnit = ChronoUnit.SECONDS,
        failOn = {GongException.class, IOException.class})
public interface GongApi {
    /** How long a method that failed often is left alone, in seconds. */
    int BREAK_SECONDS = 10;

    /**
     * Registers a call ("Add New Call"). Small, and safe to repeat after a lost answer, because Gong knows the call
     * again by its {@code clientUniqueId}.
     *
     * @param call the call's details, as Gong documents them
     */
    @POST
    @Path("calls")
    @Consumes(MediaType.APPLICATION_JSON)
    @Retry(maxRetries = 4, delay = 500, maxDuration = 2, durationUnit = ChronoUnit.MINUTES)
    @RetryWhen(exception = WorthRetrying.class)
    @CustomBackoff(RetryDelay.class)
    @CircuitBreakerName("gong-register")
    Uni<Registered> register(JsonNode call);

    /**
     * Sends a call's recording ("Add call media").
     *
     * @param callId up to 20 digits
     * @param lengthBytes of the whole body, frame included
     * @param body one {@code multipart/form-data} part named {@code mediaFile}; subscribed to once for each attempt
     */
    @PUT
    @Path("calls/{id}/media")
    @ClientHeaderParam(name = "Content-Type", value = MediaPart.CONTENT_TYPE)
    @Retry(maxRetries = 4, delay = 1000, maxDuration = 1, durationUnit = ChronoUnit.HOURS)
    @RetryWhen(exception = WorthRetrying.class)
    @CustomBackoff(RetryDelay.class)
    @CircuitBreakerName("gong-upload")
    Uni<Uploaded> upload(
            @PathParam("id") String callId, @HeaderParam("Content-Length") long lengthBytes, Multi<Buffer> body);

    /**
     * Lists a page of the company's users ("List users"), 100 of them. Small, and safe to repeat.
     *
     * @param cursor of the page, as the page before gave it; null for the first
     * @return the page as JSON, which {@link UserPage} reads
     */
    @GET
    @Path("users")
    @Retry(maxRetries = 4, delay = 500, maxDuration = 2, durationUnit = ChronoUnit.MINUTES)
    @RetryWhen(exception = WorthRetrying.class)
    @CustomBackoff(RetryDelay.class)
    @CircuitBreakerName("gong-users")
    Uni<String> users(@QueryParam("cursor") @Nullable String cursor);

    /**
     * Lists those of some calls that Gong has processed ("Retrieve detailed call data"), page by page. None is a 404.
     *
     * @param question the ids, and the cursor that the page before ended with
     */
    @POST
    @Path("calls/extensive")
    @Consumes(MediaType.APPLICATION_JSON)
    @Retry(maxRetries = 4, delay = 500, maxDuration = 2, durationUnit = ChronoUnit.MINUTES)
    @RetryWhen(exception = WorthRetrying.class)
    @CustomBackoff(RetryDelay.class)
    @CircuitBreakerName("gong-calls")
    Uni<JsonNode> calls(JsonNode question);

    /** What an answer that is no success means. */
    @ClientExceptionMapper
    static RuntimeException failure(Response response, URI uri) {
        return GongAnswer.of(GongAnswer.Request.of(uri.getPath()), response).failure();
    }

    /** Gong's answer to a call that it took; nothing in it is checked. */
    record Registered(@Nullable String requestId, @Nullable String callId) {}

    /** Gong's answer to a recording that it took; {@code url} is where people find it. Nothing in it is checked. */
    record Uploaded(
            @Nullable String requestId,
            @Nullable String callId,
            @Nullable String url) {}
}
