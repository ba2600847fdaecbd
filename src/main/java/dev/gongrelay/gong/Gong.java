package dev.gongrelay.gong;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.PermanentException;
import dev.gongrelay.failure.RelayException;
import dev.gongrelay.recording.CallDetails;
import dev.gongrelay.settings.RelayConfig;
import dev.gongrelay.source.Media;
import dev.gongrelay.time.Deadline;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/** Gong, which gets each recording once. Methods block, at most until the invocation's deadline. */
@Singleton
public class Gong {
    /** How many calls can be asked for at once: as many as Gong puts on a page. */
    public static final int LONGEST_LIST = 100;

    private static final Pattern ID = Pattern.compile("[0-9]{1,20}");
    private static final Pattern URL = Pattern.compile("https?://[!-~]{1,2000}");
    private static final String REGISTERING = "Registering the call";

    private final Vertx vertx;
    private final GongApi api;
    private final Credentials credentials;
    private final Deadline deadline;
    private final String baseUrl;

    Gong(Vertx vertx, @RestClient GongApi api, Credentials credentials, Deadline deadline, RelayConfig config) {
        this.vertx = vertx;
        this.api = api;
        this.credentials = credentials;
        this.deadline = deadline;
        this.baseUrl = config.gong().baseUrl().orElseThrow();
    }

    /**
     * Makes sure that Gong has a call with these details. Safe to repeat: the same {@code clientUniqueId} yields the
     * same call.
     *
     * @return the call's ID, 1 to 20 digits
     * @throws RelayException if Gong does not accept the call, or not now
     */
    public String register(CallDetails details) {
        try {
            GongApi.Registered registered = await(() -> api.register(details.document()), REGISTERING);
            String callId = registered == null ? null : registered.callId();
            if (callId == null || !isId(callId)) {
                throw new GongException(
                        FailureCode.GONG_UNAVAILABLE, REGISTERING + ": Gong's answer has no callId of 1 to 20 digits");
            }
            return callId;
        } catch (DuplicateException duplicate) {
            return duplicate.callId();
        } catch (PermanentException refusal) {
            throw refusal.code() == FailureCode.GONG_USER_NOT_ENABLED ? notEnabled(details, refusal) : refusal;
        }
    }

    private static PermanentException notEnabled(CallDetails details, PermanentException refusal) {
        String user = details.document().path("primaryUser").asText();
        return new PermanentException(
                refusal.code(),
                "Gong may not import calls of the primary user " + user + ". " + refusal.getMessage(),
                refusal);
    }

    /**
     * Sends a call's recording. Safe to repeat: Gong refuses a second one, and the result says so.
     *
     * @throws RelayException if Gong does not accept it, or not now, or the recording can't be read
     */
    public UploadResult upload(String callId, Media media) {
        MediaPart part = new MediaPart(media);
        String tried = "Uploading " + media.lengthBytes() + " bytes to call " + callId;
        try {
            GongApi.Uploaded uploaded = await(() -> api.upload(callId, part.lengthBytes(), part), tried);
            return new UploadResult(
                    callId,
                    uploaded == null ? null : url(uploaded.url()),
                    uploaded == null ? null : GongAnswer.requestId(uploaded.requestId()),
                    UploadResult.Kind.UPLOADED,
                    media.timesOpened(),
                    true);
        } catch (DuplicateException duplicate) {
            boolean elsewhere = duplicate.kind() == DuplicateException.Kind.CONTENT
                    && !duplicate.callId().equals(callId);
            return new UploadResult(
                    elsewhere ? duplicate.callId() : callId,
                    null,
                    duplicate.requestId(),
                    elsewhere ? UploadResult.Kind.SAME_CONTENT_ELSEWHERE : UploadResult.Kind.ALREADY_THERE,
                    0,
                    part.maybeTaken());
        } catch (RelayException failure) {
            throw part.maybeTaken() ? failure.inDoubt("The whole recording was sent, and Gong may have it.") : failure;
        }
    }

    /**
     * Reads Gong's credentials again.
     *
     * @throws RelayException if they can't be read, or are incomplete
     */
    public void readCredentials() {
        credentials.readNow();
    }

    /**
     * The account that the next request uses. Reads the credentials unless that was done in the last five minutes.
     *
     * @throws RelayException if they can't be read and never were
     */
    public GongAccount account() {
        credentials.refresh();
        return GongAccount.of(baseUrl, credentials.fingerprint());
    }

    /**
     * Lists the company's users, page by page, without those that have no valid ID.
     *
     * @param reader called once for each user
     * @throws RelayException if Gong does not list them, or not now, or the list does not end
     */
    public void listUsers(Consumer<User> reader) {
        UserPages pages = new UserPages(reader);
        try {
            do {
                deadline.require("to list Gong's users");
                pages.read(await(() -> api.users(pages.cursor()), UserPages.LISTING));
            } while (pages.cursor() != null);
        } catch (NobodyException end) {
            // A 404 ends the list.
        }
    }

    /** Rejects a recording because Gong may not import calls of its primary user. */
    public static PermanentException notEnabled(String userId, String tried) {
        return new PermanentException(
                FailureCode.GONG_USER_NOT_ENABLED,
                "Gong may not import calls of the primary user " + userId + " of " + tried + ": "
                        + GongAnswer.WHERE_TO_ENABLE);
    }

    /** Whether a text is an ID of Gong: 1 to 20 digits. */
    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /**
     * Lists which of these calls Gong has processed and not discarded, with one request for each page.
     *
     * @param callIds at most {@value #LONGEST_LIST}
     * @return by ID
     * @throws RelayException if Gong does not say; {@link FailureCode#GONG_FORBIDDEN} if the key may not read calls
     */
    public Map<String, ListedCall> listCalls(Collection<String> callIds) {
        CallList list = new CallList(Set.copyOf(callIds));
        String tried = "Asking for " + callIds.size() + " calls";
        Map<String, ListedCall> listed = new HashMap<>();
        try {
            String cursor = null;
            // Each page has at least one call: an answer with more pages than calls does not end.
            for (int pages = 0; pages == 0 || cursor != null; pages++) {
                if (pages > callIds.size()) {
                    throw new GongException(FailureCode.GONG_UNAVAILABLE, tried + ": Gong's answer does not end");
                }
                ObjectNode question = list.question(cursor);
                JsonNode answer = await(() -> api.calls(question), tried);
                JsonNode page = answer == null ? MissingNode.getInstance() : answer;
                list.read(page).forEach(call -> listed.put(call.callId(), call));
                cursor = CallList.next(page);
            }
        } catch (NobodyException end) {
            // A 404 ends the list.
        }
        return listed;
    }

    private static @Nullable String url(@Nullable String given) {
        return given != null && URL.matcher(given).matches() ? given : null;
    }

    /** @return the answer; null when it has no body */
    private <T> @Nullable T await(Supplier<Uni<T>> call, String tried) {
        credentials.refresh();
        try {
            return once(call, tried);
        } catch (RelayException e) {
            if (e.code() == FailureCode.GONG_UNAUTHORIZED && credentials.renew()) {
                return once(call, tried);
            }
            throw e;
        }
    }

    private <T> @Nullable T once(Supplier<Uni<T>> call, String tried) {
        try {
            // A request that has a connection ends itself by the deadline.
            return onEventLoop(call).await().atMost(deadline.timeLeftAndGrace());
        } catch (DuplicateException | NobodyException answer) {
            throw answer;
        } catch (RuntimeException failure) {
            throw GongExceptions.of(failure, tried);
        }
    }

    /** A call from another thread may hang: its connection and its body would be on different threads. */
    private <T> Uni<T> onEventLoop(Supplier<Uni<T>> call) {
        return Uni.createFrom()
                .deferred(call::get)
                .runSubscriptionOn(task -> vertx.runOnContext(ignored -> task.run()));
    }
}
