package dev.gongrelay.people;

import dev.gongrelay.recording.Recording;
import dev.gongrelay.settings.RelayConfig;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Finds Gong's users by the addresses, extensions and phone numbers in call details, never by name. Thread-safe. */
@Singleton
public class People {
    private static final Duration OLDEST = Duration.ofDays(1);
    private static final Duration OLDEST_FOR_UNKNOWN = Duration.ofHours(1);

    private final KeptDirectory kept;
    private final RelayConfig config;

    People(KeptDirectory kept, RelayConfig config) {
        this.kept = kept;
        this.config = config;
    }

    /**
     * Looks up the people whom a recording's details name. The list of Gong's users is at most a day old; at most an
     * hour if it lacks any of them.
     *
     * @throws dev.gongrelay.failure.RelayException if Gong does not list its users, or the kept list can't be read
     */
    public IdentifiedDetails identify(Recording recording) {
        return identify(recording, true);
    }

    /** Does the same, but writes nothing: a new list stays in this process. */
    public IdentifiedDetails preview(Recording recording) {
        return identify(recording, false);
    }

    /**
     * The account to which Gong last listed its users, if known: its key was valid then. Does not call Gong.
     *
     * @throws dev.gongrelay.failure.RelayException if the kept list can't be read
     */
    public synchronized Optional<Acceptance> lastAccepted() {
        return kept.last()
                .flatMap(list ->
                        Optional.ofNullable(list.account()).map(account -> new Acceptance(account, list.time())));
    }

    private synchronized IdentifiedDetails identify(Recording recording, boolean keeping) {
        Map<String, String> people = recording.details().people();
        if (people.isEmpty()) {
            return new IdentifiedDetails(recording.details(), List.of(), List.of(), null);
        }
        List<String> warnings = new ArrayList<>();
        Function<Duration, Search> search =
                age -> new Search(recording, people, kept.noOlderThan(age, keeping, warnings::add), config);
        Search first = search.apply(OLDEST);
        return (first.findsAll() ? first : search.apply(OLDEST_FOR_UNKNOWN)).identified(warnings);
    }
}
