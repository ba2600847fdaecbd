package dev.gongrelay.settings;

import static java.util.Map.entry;

import io.quarkus.runtime.configuration.MemorySizeConverter;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The rule of each setting of {@link RelayConfig}. A problem is the rest of a sentence that begins with the variable's
 * name, and never quotes a value.
 */
final class Rules {
    static final String ALLOWED_HOST = "relay.gong.allowed-host";
    static final String SECRET_ARN = "relay.gong.secret-arn";
    static final String EXTENSIONS = "relay.recordings.extensions";
    static final String PRIMARY_USER = "relay.defaults.primary-user";
    static final String MAPPING = "relay.recordings.mapping";
    static final String QUEUE_URL = "relay.delivery.queue-url";
    static final String DEAD_LETTER_URL = "relay.delivery.dead-letter-url";
    static final String RECEIPTS_BUCKET = "relay.receipts.bucket";
    static final String MAX_DELAY = "relay.delivery.max-delay";
    static final String TIME_LIMIT = "relay.time-limit";
    static final String DEADLINE_MARGIN = "relay.deadline-margin";

    private static final Rule ID = matches("\\d{1,20}", "must be a Gong ID, 1 to 20 digits");

    /** Amazon S3, "General purpose bucket naming rules", 2025. */
    private static final Rule BUCKET = matches("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", "must be the name of a bucket");

    private static final Map<String, Rule> RULES = Map.ofEntries(
            entry("relay.gong.base-url", WebAddress::gong),
            entry(ALLOWED_HOST, required(matches(WebAddress.HOST, "must be a host name, without scheme and port"))),
            entry(
                    SECRET_ARN,
                    optional(matches(
                            "arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\\d{12}:secret:[A-Za-z0-9/_+=.@-]{1,519}",
                            "must be the whole ARN of a Secrets Manager secret"))),
            entry("relay.gong.access-key", Rules::credential),
            entry("relay.gong.access-key-secret", Rules::credential),
            entry("relay.gong.retries", required(count(0))),
            entry("relay.gong.stall-timeout", required(TimeRules::timeout)),
            entry("relay.gong.answer-timeout", required(TimeRules::timeout)),
            entry("relay.recordings.bucket", optional(BUCKET)),
            entry("relay.recordings.prefix", optional(matches(".{1,1000}", "must be the start of a key"))),
            entry("relay.recordings.max-size", required(Rules::size)),
            entry("relay.recordings.min-duration", required(TimeRules::minDuration)),
            entry(EXTENSIONS, required(KeyRules::extensions)),
            entry("relay.recordings.sidecar-suffix", required(KeyRules::sidecarSuffix)),
            entry("relay.recordings.sidecar-wait", required(TimeRules::sidecarWait)),
            entry(MAPPING, optional(KeyRules::mapping)),
            entry("relay.recordings.key-pattern", optional(KeyRules::pattern)),
            entry("relay.recordings.key-time-format", required(KeyRules::timeFormat)),
            entry("relay.recordings.key-time-zone", required(KeyRules::timeZone)),
            entry(PRIMARY_USER, optional(PeopleRules::person)),
            entry(
                    "relay.connect.instance",
                    optional(matches(
                            "arn:aws[a-z-]*:connect:[a-z0-9-]{1,30}:\\d{12}:instance/[A-Za-z0-9-]{1,100}",
                            "must be the ARN of an Amazon Connect instance"))),
            entry("relay.connect.endpoint", optional(WebAddress::endpoint)),
            entry(
                    "relay.defaults.direction",
                    optional(matches(
                            "Inbound|Outbound|Conference|Unknown",
                            "must be Inbound, Outbound, Conference or Unknown"))),
            entry("relay.defaults.workspace-id", optional(ID)),
            entry(
                    "relay.defaults.call-provider-code",
                    optional(matches("[^\\p{Cntrl}]{1,250}", "must be one short line"))),
            entry(
                    "relay.defaults.language-code",
                    optional(matches("[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,3}", "must be a language, such as en-US"))),
            entry("relay.people.unknown", required(PeopleRules::unknown)),
            entry("relay.source.endpoint", optional(WebAddress::endpoint)),
            entry("relay.source.stall-timeout", required(TimeRules::timeout)),
            entry("relay.source.max-empty-reads", required(count(1))),
            entry(QUEUE_URL, optional(WebAddress::queue)),
            entry(DEAD_LETTER_URL, optional(WebAddress::deadLetterQueue)),
            entry("relay.delivery.delay", required(TimeRules::delay)),
            entry(MAX_DELAY, required(TimeRules::longestDelay)),
            entry("relay.delivery.endpoint", optional(WebAddress::endpoint)),
            entry(RECEIPTS_BUCKET, optional(BUCKET)),
            entry(
                    "relay.receipts.prefix",
                    required(matches(
                            "(?!(.*/)?\\.{1,2}(/.*)?$)[A-Za-z0-9/._-]{1,200}",
                            "may have letters, digits and /._- only, and no segment . or .."))),
            entry(
                    "relay.receipts.unknown-duplicate",
                    required(matches("(?i)reject|accept", "must be reject or accept"))),
            entry("relay.arrivals.queue-url", optional(WebAddress::arrivalsQueue)),
            entry("relay.arrivals.delay", required(TimeRules::arrivalsDelay)),
            entry("relay.arrivals.patience", required(TimeRules::patience)),
            entry("relay.telemetry.service", required(matches("[\\x21-\\x7e]{1,250}", "must be one word in ASCII"))),
            entry("relay.tls.engine", required(matches("(?i)auto|jdk", "must be auto or jdk"))),
            entry(TIME_LIMIT, required(TimeRules::timeLimit)),
            entry(DEADLINE_MARGIN, required(TimeRules::margin)));

    private Rules() {}

    /** A rule for one setting. */
    @FunctionalInterface
    interface Rule {
        /** What is wrong; empty if nothing is. */
        Optional<String> problem(Setting setting);
    }

    /** The names of all settings. */
    static Set<String> names() {
        return RULES.keySet();
    }

    /** What is wrong with a setting; empty if nothing is, or there is no such setting. */
    static Optional<String> problem(Setting setting) {
        Rule rule = RULES.get(setting.name());
        return rule == null ? Optional.empty() : rule.problem(setting);
    }

    static Optional<String> unless(boolean right, String problem) {
        return right ? Optional.empty() : Optional.of(problem);
    }

    private static Rule optional(Rule rule) {
        return setting -> setting.text().isEmpty() ? Optional.empty() : rule.problem(setting);
    }

    private static Rule required(Rule rule) {
        return setting -> setting.text().isBlank()
                ? Optional.of("is empty: remove it to use its default")
                : rule.problem(setting);
    }

    private static Rule matches(String pattern, String demand) {
        Pattern compiled = Pattern.compile(pattern);
        return setting -> unless(compiled.matcher(setting.text()).matches(), demand);
    }

    private static Rule count(int least) {
        Pattern digits = Pattern.compile("\\d{1,4}");
        return setting -> unless(
                digits.matcher(setting.text()).matches() && Integer.parseInt(setting.text()) >= least,
                "must be a whole number from " + least + " to 9999");
    }

    private static Optional<String> credential(Setting setting) {
        boolean given = !setting.text().isBlank() || setting.other(SECRET_ARN).isPresent();
        return unless(
                given,
                "is missing, and so is RELAY_GONG_SECRET_ARN: set the latter to the ARN of a Secrets Manager secret");
    }

    private static Optional<String> size(Setting setting) {
        Optional<String> problem = Optional.of("must be a size above zero, such as 1500000000 or 100M");
        try {
            return new MemorySizeConverter().convert(setting.text()).asLongValue() > 0 ? Optional.empty() : problem;
        } catch (IllegalArgumentException | ArithmeticException e) {
            return problem;
        }
    }
}
