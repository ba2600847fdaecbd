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
 * Gong's API, as far as the relay needs it, and what happens when it fails.
 *
 * <p>{@link AttemptFilter} ends attempts by their progress and the time left; {@code @Timeout} and {@code maxDuration}
 * are backstops, no shorter than any time limit of the function. {@link WorthRetrying} decides whether to try again,
 * and {@link RetryDelay} when. Gong allows the whole company 3 calls a second (Gong, "API limits", 2025-11-17); beyond
 * that, it answers 429.
 *
 * <p>A method that failed often is not called for {@value #BREAK_SECONDS} s. Callers with enough time wait for that, so
 * that recordings which always fail do not keep the others of a batch from Gong.
 */
@RegisterRestClient(configKey = "gong")
@RegisterProvider(AttemptFilter.class)
@RegisterProvider(UnreadableAnswer.class)
@RegisterProvider(TlsEngine.class)
@Path("/v2")
@Retry(maxRetries = 4, delay = 1000, maxDuration = 1, durationUnit = ChronoUnit.HOURS)
@RetryWhen(exception = WorthRetrying.class)
@CustomBackoff(RetryDelay.class)
@Timeout(value = 1, unit = ChronoUnit.HOURS)
@CircuitBreaker(
        requestVolumeThreshold = 10,
        failureRatio = 0.8,
        delay = GongApi.BREAK_SECONDS,
        delayUnit = ChronoUnit.SECONDS,
        failOn = {GongException.class, IOException.class})
public interface GongApi {
    /** How long a method that failed often is not called, in seconds. */
    int BREAK_SECONDS = 10;

    /**
     * Registers a call ("Add New Call"). Safe to repeat: Gong recognizes the call by its {@code clientUniqueId}.
     *
     * @param call the body that Gong documents
     */
    @POST
    @Path("calls")
    @Consumes(MediaType.APPLICATION_JSON)
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
    @CircuitBreakerName("gong-upload")
    Uni<Uploaded> upload(
            @PathParam("id") String callId, @HeaderParam("Content-Length") long lengthBytes, Multi<Buffer> body);

    /**
     * Lists a page of 100 users of the company ("List users").
     *
     * @param cursor of the page, from the page before; null for the first
     * @return JSON for {@link UserPage}
     */
    @GET
    @Path("users")
    @CircuitBreakerName("gong-users")
    Uni<String> users(@QueryParam("cursor") @Nullable String cursor);

    /**
     * Lists those of some calls that Gong has processed ("Retrieve detailed call data"), page by page. None is a 404.
     *
     * @param question the IDs, and the cursor from the page before
     */
    @POST
    @Path("calls/extensive")
    @Consumes(MediaType.APPLICATION_JSON)
    @CircuitBreakerName("gong-calls")
    Uni<JsonNode> calls(JsonNode question);

    /** What an error means. */
    @ClientExceptionMapper
    static RuntimeException failure(Response response, URI uri) {
        return GongAnswer.of(GongAnswer.Request.of(uri.getPath()), response).failure();
    }

    /** Gong's answer to a call that it took; unchecked. */
    record Registered(@Nullable String requestId, @Nullable String callId) {}

    /** Gong's answer to a recording that it took; unchecked. People find the call at {@code url}. */
    record Uploaded(
            @Nullable String requestId,
            @Nullable String callId,
            @Nullable String url) {}
}
