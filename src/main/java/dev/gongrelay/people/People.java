package dev.gongrelay.people;

import dev.gongrelay.recording.Recording;
import dev.gongrelay.settings.RelayConfig;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The people of the company: finds Gong's users by the e-mail addresses, extensions and phone numbers in call details,
 * never by name. Details that have only Gong's ids need nobody's list.
 *
 * <p>Safe for use by several threads.
 */
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
     * Looks up the people whom a recording's details name, if there are any. The list of Gong's users is read again if
     * it is older than a day; or than an hour, if it does not have all of them.
     *
     * @throws dev.gongrelay.failure.RelayException if Gong doesn't list its users, or the kept list can't be read
     */
    public Identified identify(Recording recording) {
        return identify(recording, true);
    }

    /** The same, but nothing is written: a list that Gong had to give stays in this process. */
    public Identified preview(Recording recording) {
        return identify(recording, false);
    }

    /**
     * To whom Gong listed its users last, as far as is known: it accepted that key then. Nothing is asked of Gong.
     *
     * @throws dev.gongrelay.failure.RelayException if the kept list can't be read
     */
    public synchronized Optional<Acceptance> lastAccepted() {
        return kept.last()
                .flatMap(list ->
                        Optional.ofNullable(list.account()).map(account -> new Acceptance(account, list.time())));
    }

    private synchronized Identified identify(Recording recording, boolean keeping) {
        Map<String, String> people = recording.details().people();
        if (people.isEmpty()) {
            return new Identified(recording.details(), List.of(), List.of(), null);
        }
        List<String> warnings = new ArrayList<>();
        Search search = new Search(recording, people, kept.noOlderThan(OLDEST, keeping, warnings::add), config);
        if (!search.findsAll()) {
            search =
                    new Search(recording, people, kept.noOlderThan(OLDEST_FOR_UNKNOWN, keeping, warnings::add), config);
        }
        return search.identified(warnings);
    }
}
