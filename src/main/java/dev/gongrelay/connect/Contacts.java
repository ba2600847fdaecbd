package dev.gongrelay.connect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.Reason;
import dev.gongrelay.failure.RelayException;
import dev.gongrelay.failure.TransientException;
import dev.gongrelay.settings.RelayConfig;
import dev.gongrelay.time.Deadline;
import dev.gongrelay.time.NanoClock;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** Looks up contacts in Amazon Connect. Blocks, but sends nothing after the invocation's deadline. */
@Singleton
public class Contacts {
    private static final Duration USERS_ARE_FRESH = Duration.ofHours(1);
    private static final int MOST_USERS = 1000;
    private static final Pattern ID_IN_KEY =
            Pattern.compile("(?:^|/)([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})_[^/]*$");

    private final Supplier<ConnectApi> api;
    private final Optional<ConnectInstance> instance;
    private final Deadline deadline;
    private final NanoClock clock;
    /** In the order in which they were read. */
    private final Map<String, CachedUser> users = new LinkedHashMap<>();

    @Inject
    Contacts(@RestClient Instance<ConnectApi> api, RelayConfig config, Deadline deadline, NanoClock clock) {
        this(api::get, config, deadline, clock);
    }

    /** @param api asked only if an instance is set */
    Contacts(Supplier<ConnectApi> api, RelayConfig config, Deadline deadline, NanoClock clock) {
        this.api = api;
        this.instance = ConnectInstance.of(config);
        if (instance.isPresent()) {
            // Created at startup, so that the first event does not wait for it.
            Objects.requireNonNull(api.get());
        }
        this.deadline = deadline;
        this.clock = clock;
    }

    /**
     * A contact and who took part in it.
     *
     * @param contact as "DescribeContact" has it
     * @param first the first contact of a transferred one; empty if this one was not transferred
     * @param agent as "DescribeUser" has it; empty if no agent took the contact, or the agent was deleted
     */
    public record Found(JsonNode contact, Optional<JsonNode> first, Optional<JsonNode> agent) {}

    private record CachedUser(Optional<JsonNode> user, long readNanos) {}

    /** The contact's ID in the key of a recording, as Amazon Connect writes it; empty if there is none. */
    public static Optional<String> idIn(String key) {
        Matcher matcher = ID_IN_KEY.matcher(key);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** Whether the settings name an instance. */
    public boolean isUsed() {
        return instance.isPresent();
    }

    /**
     * Looks a contact up; empty if the instance has none with this ID.
     *
     * @throws RelayException {@link FailureCode#CONNECT_UNAVAILABLE}, {@link FailureCode#CONNECT_DENIED}, {@link
     *     FailureCode#TIME_UP}
     */
    public Optional<Found> find(String contactId) {
        String instanceId = instance.orElseThrow().id();
        return contact(instanceId, contactId).map(contact -> {
            String firstId = contact.path("InitialContactId").asText(contactId);
            boolean isTransferred =
                    contact.path("InitiationMethod").asText().equals("TRANSFER") && !firstId.equals(contactId);
            String agentId = contact.path("AgentInfo").path("Id").asText("");
            return new Found(
                    contact,
                    isTransferred ? contact(instanceId, firstId) : Optional.empty(),
                    agentId.isEmpty() ? Optional.empty() : user(instanceId, agentId));
        });
    }

    private Optional<JsonNode> contact(String instanceId, String contactId) {
        return asked(
                "the contact " + contactId,
                () -> api.get().contact(instanceId, contactId).get("Contact"));
    }

    /** Cached, because users seldom change and Connect allows few requests. */
    private synchronized Optional<JsonNode> user(String instanceId, String userId) {
        CachedUser known = users.get(userId);
        if (known != null && clock.nanos() - known.readNanos() < USERS_ARE_FRESH.toNanos()) {
            return known.user();
        }
        Optional<JsonNode> user = asked(
                "the user " + userId, () -> api.get().user(instanceId, userId).get("User"));
        users.remove(userId);
        users.put(userId, new CachedUser(user, clock.nanos()));
        if (users.size() > MOST_USERS) {
            users.remove(users.keySet().iterator().next());
        }
        return user;
    }

    private Optional<JsonNode> asked(String what, Supplier<JsonNode> question) {
        deadline.require("to ask Amazon Connect for " + what);
        try {
            JsonNode answer = question.get();
            if (answer == null || !answer.isObject()) {
                throw new ConnectException("Amazon Connect's response lacks " + what);
            }
            return Optional.of(answer);
        } catch (NotThereException e) {
            return Optional.empty();
        } catch (RelayException e) {
            throw new TransientException(e.code(), "Looking up " + what + ": " + e.getMessage(), e);
        } catch (RuntimeException e) {
            String message = "Looking up " + what + " in Amazon Connect failed: " + Reason.of(e);
            throw new TransientException(FailureCode.CONNECT_UNAVAILABLE, message, e);
        }
    }
}
