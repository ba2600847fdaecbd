package dev.gongrelay.check;

import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.RelayException;
import dev.gongrelay.gong.Gong;
import dev.gongrelay.gong.User;
import dev.gongrelay.people.People;
import dev.gongrelay.people.UserHandles;
import dev.gongrelay.settings.RelayConfig;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;

/** Looks whether Gong accepts the key, and lets it do what is needed. */
@Singleton
class GongCheck {
    /** No call has this ID. */
    private static final Set<String> NO_CALL = Set.of("1");

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

    /** Listing users is the cheapest request that also says whose calls may be imported. */
    Finding users() {
        Users users = new Users();
        try {
            gong.listUsers(users::see);
            return users.all();
        } catch (RelayException failure) {
            if (failure.code() == FailureCode.GONG_UNAUTHORIZED) {
                return Finding.problem(failure, whyUnauthorized());
            }
            if (failure.code() == FailureCode.TIME_UP && users.active > 0) {
                return Finding.ok(users.counted() + " counted so far may be imported");
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

    /** Whether a key may register calls can't be found out without registering one. */
    Finding calls() {
        if (!asksForCalls) {
            return Finding.ok("not set: nobody asks Gong whether calls appeared");
        }
        gong.listCalls(NO_CALL);
        return Finding.ok("the key may read calls");
    }

    /** What is seen of Gong's users. */
    private final class Users {
        private int active;
        private int importing;
        private int meant;
        private boolean meantImports;

        void see(User user) {
            if (!user.active()) {
                return;
            }
            active++;
            importing += user.importsCalls() ? 1 : 0;
            if (defaultUser.filter(text -> UserHandles.mean(text, user)).isPresent()) {
                meant++;
                meantImports = user.importsCalls();
            }
        }

        String counted() {
            return "accepts the key; telephony calls of " + importing + " of the " + active + " active users";
        }

        Finding all() {
            String text = counted() + " may be imported";
            if (importing == 0) {
                return Finding.problem(
                        text + ". In Gong, enable it for each of them (Admin, Team members, Data capture).");
            }
            if (defaultUser.isPresent() && (meant != 1 || !meantImports)) {
                return Finding.problem(text + "; RELAY_DEFAULTS_PRIMARY_USER is " + defaultUsersFault());
            }
            return Finding.ok(text);
        }

        private String defaultUsersFault() {
            return switch (meant) {
                case 0 -> "not one of them: calls that get no other owner would be rejected";
                case 1 ->
                    "a user whose calls may not be imported. In Gong, enable it (Admin, Team members, Data capture).";
                default -> "what several of them share: use an address or Gong's ID";
            };
        }
    }
}
