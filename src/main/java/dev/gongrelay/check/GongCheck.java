package dev.gongrelay.check;

import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.RelayException;
import dev.gongrelay.gong.Gong;
import dev.gongrelay.gong.User;
import dev.gongrelay.people.People;
import dev.gongrelay.settings.RelayConfig;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;

/** Checks that Gong accepts the key, and that the key has the scopes for reading. */
@Singleton
class GongCheck {
    /** No call has this ID. */
    private static final Set<String> NO_CALL = Set.of("1");

    private static final String ENABLE = "In Gong, enable importing";
    private static final String WHERE = " (Admin, Team members, Data capture).";

    private final Gong gong;
    private final People people;
    private final Optional<String> defaultUser;
    private final boolean asksForCalls;

    GongCheck(Gong gong, People people, RelayConfig config) {
        this.gong = gong;
        this.people = people;
        this.defaultUser = config.defaults().primaryUser();
        this.asksForCalls = config.arrivals().queueUrl().isPresent();
    }

    Finding secret() {
        gong.readCredentials();
        return Finding.ok("read, and has both parts of the key");
    }

    /** Lists users, the cheapest request that also says whose calls may be imported. */
    Finding users() {
        UserCount count = new UserCount();
        try {
            gong.listUsers(count::add);
            return count.all();
        } catch (RelayException failure) {
            if (failure.code() == FailureCode.GONG_UNAUTHORIZED) {
                return Finding.problem(failure, whyUnauthorized());
            }
            if (failure.code() == FailureCode.TIME_UP && count.active > 0) {
                return Finding.ok(count.text() + " counted so far may be imported");
            }
            throw failure;
        }
    }

    private String whyUnauthorized() {
        try {
            return KeyRefusal.advice(gong.account(), people.lastAccepted());
        } catch (RelayException unknown) {
            return "Whether Gong accepted a key before can't be read: " + unknown.getMessage();
        }
    }

    /** Reads calls. Whether the key may register them shows only when one is registered. */
    Finding calls() {
        if (!asksForCalls) {
            return Finding.ok("not set: nobody asks Gong whether calls appeared");
        }
        gong.listCalls(NO_CALL);
        return Finding.ok("the key may read calls");
    }

    /** Counts Gong's active users, and those whom the default user's setting means. */
    private final class UserCount {
        private int active;
        private int importing;
        private int meant;
        private boolean meantImports;

        void add(User user) {
            if (!user.active()) {
                return;
            }
            active++;
            importing += user.importsCalls() ? 1 : 0;
            if (defaultUser.filter(user::isMeantBy).isPresent()) {
                meant++;
                meantImports = user.importsCalls();
            }
        }

        String text() {
            return "accepts the key; telephony calls of " + importing + " of the " + active + " active users";
        }

        Finding all() {
            String all = text() + " may be imported";
            if (importing == 0) {
                return Finding.problem(all + ". " + ENABLE + " for each of them" + WHERE);
            }
            if (defaultUser.isPresent() && (meant != 1 || !meantImports)) {
                return Finding.problem(all + "; RELAY_DEFAULTS_PRIMARY_USER is " + defaultUserProblem());
            }
            return Finding.ok(all);
        }

        private String defaultUserProblem() {
            return switch (meant) {
                case 0 -> "not one of them: calls without another owner would be rejected";
                case 1 -> "a user whose calls may not be imported. " + ENABLE + WHERE;
                default -> "shared by several of them: use an address or Gong's ID";
            };
        }
    }
}
