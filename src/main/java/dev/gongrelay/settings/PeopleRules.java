package dev.gongrelay.settings;

import java.util.Optional;
import java.util.regex.Pattern;

/** The rules for settings about people. */
final class PeopleRules {
    /** What call details take, too: with another text, each recording without an owner would be rejected. */
    private static final Pattern PERSON = Pattern.compile("[0-9]{1,20}"
            + "|[^@\\x00- ]{1,64}@[^@.\\x00- ]{1,63}(\\.[^@.\\x00- ]{1,63}){0,10}"
            + "|extension:[!-~]{1,64}"
            + "|phone:[ +()./-]{0,10}([0-9][ +()./-]{0,10}){3,20}");

    private PeopleRules() {}

    /** Names somebody as call details do. */
    static Optional<String> person(Setting setting) {
        return Rules.unless(
                PERSON.matcher(setting.text()).matches(),
                "must be a Gong ID (1 to 20 digits), an email address, extension:<extension> or phone:<number>");
    }

    /** {@code default} needs a default user. */
    static Optional<String> unknown(Setting setting) {
        if (setting.text().equalsIgnoreCase("default")) {
            return Rules.unless(
                    setting.other(Rules.PRIMARY_USER).isPresent(),
                    "is default, which needs RELAY_DEFAULTS_PRIMARY_USER");
        }
        return Rules.unless(setting.text().equalsIgnoreCase("reject"), "must be reject or default");
    }
}
