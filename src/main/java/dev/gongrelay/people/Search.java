package dev.gongrelay.people;

import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.PermanentException;
import dev.gongrelay.gong.Gong;
import dev.gongrelay.recording.Handle;
import dev.gongrelay.recording.Recording;
import dev.gongrelay.settings.RelayConfig;
import dev.gongrelay.settings.RelayConfig.People.Unknown;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Searches one directory for the people in one recording's details. */
final class Search {
    private static final String OWNER = "primaryUser";
    private static final int MOST_NAMED = 20;

    private final Recording recording;
    private final Directory directory;
    private final Optional<String> defaultUser;
    private final Map<Handle, String> userIds = new HashMap<>();
    private final Map<String, String> misses = new LinkedHashMap<>();
    private final Set<Handle> sought = new HashSet<>();
    private final List<Person> people = new ArrayList<>();
    private final @Nullable String owner;

    /** @param given what the details say about people, by field, the primary user first */
    Search(Recording recording, Map<String, String> given, Directory directory, RelayConfig config) {
        this.recording = recording;
        this.directory = directory;
        this.defaultUser = Optional.of(config.people().unknown())
                .filter(Unknown.DEFAULT::equals)
                .flatMap(use -> config.defaults().primaryUser());
        given.forEach((field, text) -> Handle.of(text).ifPresent(handle -> find(field, text, handle)));
        this.owner = given.containsKey(OWNER)
                ? people.get(0).userId()
                : recording.details().document().path(OWNER).textValue();
    }

    private void find(String field, String given, Handle handle) {
        if (!sought.add(handle)) {
            return;
        }
        Optional<String> user = directory.userId(handle);
        if (user.isEmpty()) {
            misses.put(field, miss(handle));
        }
        user.or(() -> field.equals(OWNER) ? defaultId() : Optional.empty()).ifPresent(id -> userIds.put(handle, id));
        String id = userIds.get(handle);
        people.add(new Person(field, given, id, user.isEmpty() && id != null));
    }

    /** Gong's ID of the default user, whom the setting may name by a handle. */
    private Optional<String> defaultId() {
        return defaultUser.flatMap(text -> {
            Optional<Handle> handle = Handle.of(text);
            Optional<String> id = handle.isPresent() ? handle.flatMap(directory::userId) : Optional.of(text);
            if (id.isEmpty()) {
                misses.put("RELAY_DEFAULTS_PRIMARY_USER", miss(handle.orElseThrow()));
            }
            return id;
        });
    }

    private String miss(Handle handle) {
        return handle.kind() + (directory.isShared(handle) ? " that two users share" : " that no active user has");
    }

    /** Whether everybody was found, and the directory does not forbid the call. */
    boolean findsAll() {
        return misses.isEmpty() && mayImport();
    }

    private boolean mayImport() {
        return owner == null || directory.mayImport(owner);
    }

    /** @param warnings to begin with */
    IdentifiedDetails identified(List<String> warnings) {
        PermanentException refusal = refusal();
        if (refusal != null) {
            return new IdentifiedDetails(recording.details(), people, warnings, refusal);
        }
        List<String> all = new ArrayList<>(warnings);
        misses.entrySet().stream().limit(MOST_NAMED).forEach(miss -> all.add(warning(miss.getKey(), miss.getValue())));
        return new IdentifiedDetails(recording.details().identified(userIds, this::isOwners), people, all, null);
    }

    /** Whether an address or number is the owner's. A default user is nobody whom the details mean. */
    private boolean isOwners(Handle handle) {
        return people.stream().noneMatch(Person::isDefault)
                && directory.userId(handle).filter(id -> id.equals(owner)).isPresent();
    }

    private @Nullable PermanentException refusal() {
        if (owner == null || (!misses.isEmpty() && defaultUser.isEmpty())) {
            return new PermanentException(FailureCode.USER_UNKNOWN, unknown());
        }
        return mayImport() ? null : Gong.notEnabled(owner, recording.reference().toString());
    }

    private String unknown() {
        String named = misses.entrySet().stream()
                .limit(MOST_NAMED)
                .map(miss -> miss.getKey() + " is " + miss.getValue())
                .collect(Collectors.joining("; "));
        String more = misses.size() > MOST_NAMED ? "; and " + (misses.size() - MOST_NAMED) + " more" : "";
        return "The details of " + recording.reference() + " name people who are not among Gong's users: " + named
                + more
                + ". Gong listed " + directory.userCount() + " active users at "
                + directory.time().truncatedTo(ChronoUnit.SECONDS) + ", and is asked again at most once an hour";
    }

    private String warning(String field, String miss) {
        return field + " is " + miss
                + (field.equals(OWNER)
                        ? ": the default user " + owner + " is used"
                        : ": the party is sent without a userId");
    }
}
