package dev.gongrelay.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsCheckTest {
    private static final Map<String, String> ENOUGH = Map.of(
            "RELAY_GONG_BASE_URL", "https://us-12345.api.gong.io",
            "RELAY_GONG_ACCESS_KEY", "key",
            "RELAY_GONG_ACCESS_KEY_SECRET", "key-secret");

    @Test
    void has_a_rule_for_every_setting() {
        Set<String> settings = new HashSet<>();
        collect(RelayConfig.class, "relay", settings);

        assertThat(Rules.names()).isEqualTo(settings);
    }

    @Test
    void names_what_is_missing() {
        assertThatThrownBy(() -> read(Map.of()))
                .isInstanceOf(ConfigValidationException.class)
                .hasMessageContaining("RELAY_GONG_BASE_URL is missing")
                .hasMessageContaining("RELAY_GONG_ACCESS_KEY is missing")
                .hasMessageContaining("RELAY_GONG_ACCESS_KEY_SECRET is missing")
                .hasMessageContaining("RELAY_GONG_SECRET_ARN");
    }

    @Test
    void needs_no_access_key_beside_a_secret() {
        RelayConfig config = read(Map.of(
                "RELAY_GONG_BASE_URL", "https://api.gong.io",
                "RELAY_GONG_SECRET_ARN", "arn:aws:secretsmanager:eu-west-1:123456789012:secret:gong-AbCdEf"));

        assertThat(config.gong().accessKey()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            RELAY_GONG_BASE_URL                | http://api.gong.io               | must begin with https://
            RELAY_GONG_BASE_URL                | https://api.gong.io.evil.example | must have a host in gong.io
            RELAY_GONG_BASE_URL                | https://evilgong.io              | must have a host in gong.io
            RELAY_GONG_BASE_URL                | https://127.0.0.1:8080           | must have a host in gong.io
            RELAY_GONG_BASE_URL                | https://api.gong.io@evil.example | must have a host in gong.io
            RELAY_GONG_BASE_URL                | https://u:s3cr3t@api.gong.io     | without path, query or user
            RELAY_GONG_BASE_URL                | https://api.gong.io/v2/calls     | without path, query or user
            RELAY_GONG_BASE_URL                | https://us-12345.api.gong.io/v2  | without path, query or user
            RELAY_GONG_BASE_URL                | https://us-12345.app.gong.io     | must be the address of Gong's API
            RELAY_GONG_BASE_URL                | https://us-12345.app.gong.io/v2  | must be the address of Gong's API
            RELAY_GONG_BASE_URL                | https://APP.gong.io              | must be the address of Gong's API
            RELAY_GONG_BASE_URL                | https://www.gong.io              | must be the address of Gong's API
            RELAY_GONG_BASE_URL                | https://gong.io                  | must be the address of Gong's API
            RELAY_GONG_BASE_URL                | https://notapi.gong.io           | must be the address of Gong's API
            RELAY_GONG_BASE_URL                | http://us-12345.api.gong.io      | must begin with https://
            RELAY_GONG_BASE_URL                | https://api.gong.io?a=b          | without path, query or user
            RELAY_GONG_BASE_URL                | api.gong.io                      | must have a host in gong.io
            RELAY_GONG_BASE_URL                | https://u:s3cr3t@a b             | is not a URL
            RELAY_GONG_ALLOWED_HOST            | http://u:s3cr3t@127.0.0.1        | must be a host name
            RELAY_GONG_ALLOWED_HOST            | ""                               | is empty
            RELAY_GONG_SECRET_ARN              | s3cr3t                           | must be the whole ARN
            RELAY_GONG_ACCESS_KEY              | " "                              | is missing
            RELAY_GONG_ACCESS_KEY_SECRET       | s3cr3t${s3cr3t}                  | must not contain an expression
            RELAY_GONG_RETRIES                 | -1                               | must be a whole number from 0
            RELAY_GONG_RETRIES                 | many                             | must be a whole number from 0
            RELAY_GONG_RETRIES                 | 1.5                              | must be a whole number from 0
            RELAY_GONG_STALL_TIMEOUT           | 0s                               | must be a duration above zero
            RELAY_GONG_STALL_TIMEOUT           | 15m                              | must be shorter than RELAY_TIME_LIMIT
            RELAY_GONG_ANSWER_TIMEOUT          | 880s                             | must be shorter than RELAY_TIME_LIMIT
            RELAY_GONG_ANSWER_TIMEOUT          | PT2562047788015215H              | must be shorter than RELAY_TIME_LIMIT
            RELAY_GONG_BASE_URL                | https://api.gong.io:99999        | must be scheme, host and port
            RELAY_GONG_BASE_URL                | https://api.gong.io:0            | must be scheme, host and port
            RELAY_DELIVERY_QUEUE_URL           | https://sqs:65536/1/calls        | must be the URL of a queue
            RELAY_SOURCE_ENDPOINT              | http://127.0.0.1:70000           | must be http:// or https://
            RELAY_SOURCE_ENDPOINT              | http://127.0.0.1:9000/s3?a=b     | must be http:// or https://
            RELAY_RECORDINGS_MAX_SIZE          | 0                                | must be a size above zero
            RELAY_RECORDINGS_MAX_SIZE          | -1                               | must be a size above zero
            RELAY_RECORDINGS_MAX_SIZE          | large                            | must be a size above zero
            RELAY_RECORDINGS_MAX_SIZE          | 99999999999999999999G            | must be a size above zero
            RELAY_RECORDINGS_EXTENSIONS        | wav,m p3                         | must be extensions
            RELAY_RECORDINGS_EXTENSIONS        | *.wav                            | must be extensions
            RELAY_RECORDINGS_SIDECAR_SUFFIX    | ""                               | is empty
            RELAY_RECORDINGS_SIDECAR_SUFFIX    | .WAV                             | must not be the ending of recordings' own keys
            RELAY_RECORDINGS_SIDECAR_SUFFIX    | av                               | must not be the ending of recordings' own keys
            RELAY_RECORDINGS_SIDECAR_SUFFIX    | .json.wav                        | must not be the ending of recordings' own keys
            RELAY_RECORDINGS_SIDECAR_WAIT      | -1s                              | must be a duration
            RELAY_RECORDINGS_MIN_DURATION      | -1s                              | must be a duration
            RELAY_RECORDINGS_MIN_DURATION      | half a minute                    | must be a duration
            RELAY_RECORDINGS_MAPPING           | {"a": s3cr3t(                    | must be a JSONata expression
            RELAY_RECORDINGS_MAPPING           | {"title": $now()}                | line 1, column 11: $now is not allowed
            RELAY_CONNECT_INSTANCE             | s3cr3t                           | must be the ARN of an Amazon Connect instance
            RELAY_CONNECT_ENDPOINT             | ftp://s3cr3t                     | must be http:// or https://
            RELAY_RECORDINGS_MAPPING           | genesis                          | the bundled mappings are 8x8, connect,
            RELAY_RECORDINGS_MAPPING           | s3://s3cr3t                      | it is not an address such as s3://
            RELAY_RECORDINGS_MAPPING           | S3://BUCKET/key                  | line 1, column
            RELAY_RECORDINGS_KEY_PATTERN       | (                                | must be a regular expression
            RELAY_RECORDINGS_KEY_PATTERN       | calls/.*                         | must have a named group
            RELAY_RECORDINGS_KEY_PATTERN       | (?<titel>.*)                     | is not a text field of a call: titel
            RELAY_RECORDINGS_KEY_PATTERN       | (?<duration>.*)                  | is not a text field of a call: duration
            RELAY_RECORDINGS_KEY_PATTERN       | (?<title>.*)\\(?<purpose>        | is not a text field of a call: purpose
            RELAY_RECORDINGS_KEY_TIME_FORMAT   | {                                | must be a format of a date and a time
            RELAY_RECORDINGS_KEY_TIME_FORMAT   | HH:mm                            | must be a format of a date and a time
            RELAY_RECORDINGS_KEY_TIME_FORMAT   | yyyyMMdd                         | must be a format of a date and a time
            RELAY_RECORDINGS_KEY_TIME_FORMAT   | yyyy-mm-dd HH:MM                 | confuses MM, the month, and mm, the minute
            RELAY_RECORDINGS_KEY_TIME_FORMAT   | dd.mm.yy'm'HH                    | confuses MM, the month, and mm, the minute
            RELAY_RECORDINGS_KEY_TIME_ZONE     | Europe/Berlim                    | must be the name of a time zone
            RELAY_DEFAULTS_PRIMARY_USER        | Jane Doe                         | must be a Gong ID
            RELAY_DEFAULTS_PRIMARY_USER        | jane@                            | must be a Gong ID
            RELAY_DEFAULTS_PRIMARY_USER        | jane@acme..com                   | must be a Gong ID
            RELAY_DEFAULTS_PRIMARY_USER        | jane@acme.com.                   | must be a Gong ID
            RELAY_DEFAULTS_PRIMARY_USER        | jane@.acme.com                   | must be a Gong ID
            RELAY_DEFAULTS_PRIMARY_USER        | phone:(+)-                       | must be a Gong ID
            RELAY_DEFAULTS_PRIMARY_USER        | phone:12                         | must be a Gong ID
            RELAY_DEFAULTS_PRIMARY_USER        | phone:123456789012345678901      | must be a Gong ID
            RELAY_DEFAULTS_PRIMARY_USER        | extension:                       | must be a Gong ID
            RELAY_DEFAULTS_PRIMARY_USER        | 123456789012345678901            | must be a Gong ID
            RELAY_DEFAULTS_DIRECTION           | inbound                          | must be Inbound, Outbound, Conference or
            RELAY_DEFAULTS_WORKSPACE_ID        | sales                            | must be a Gong ID
            RELAY_DEFAULTS_LANGUAGE_CODE       | English (US)                     | must be a language
            RELAY_PEOPLE_UNKNOWN               | ignore                           | must be reject or default
            RELAY_PEOPLE_UNKNOWN               | default                          | needs RELAY_DEFAULTS_PRIMARY_USER
            RELAY_SOURCE_ENDPOINT              | http://u:s3cr3t@127.0.0.1:9000   | must be http:// or https://
            RELAY_SOURCE_ENDPOINT              | 127.0.0.1:9000                   | must be http:// or https://
            RELAY_SOURCE_ENDPOINT              | ftp://127.0.0.1                  | must be http:// or https://
            RELAY_SOURCE_STALL_TIMEOUT         | -15s                             | must be a duration above zero
            RELAY_SOURCE_MAX_EMPTY_READS       | 0                                | must be a whole number from 1
            RELAY_DELIVERY_QUEUE_URL           | arn:aws:sqs:eu-west-1:1:calls    | must be the URL of a queue
            RELAY_DELIVERY_QUEUE_URL           | https://u:s3cr3t@sqs/1/calls     | must be the URL of a queue
            RELAY_DELIVERY_QUEUE_URL           | https://sqs/1/calls.fifo         | must not be a FIFO queue
            RELAY_DELIVERY_DEAD_LETTER_URL     | https://sqs/1/dead.fifo          | must not be a FIFO queue
            RELAY_DELIVERY_DEAD_LETTER_URL     | https://sqs/                     | must be the URL of a queue
            RELAY_DELIVERY_DELAY               | 0                                | must be a duration above zero
            RELAY_DELIVERY_DELAY               | 61m                              | must not be longer than RELAY_DELIVERY_MAX
            RELAY_DELIVERY_MAX_DELAY           | 13h                              | at most 12h
            RELAY_DELIVERY_ENDPOINT            | sqs.eu-west-1.amazonaws.com      | must be http:// or https://
            RELAY_RECEIPTS_BUCKET              | Receipts_1                       | must be the name of a bucket
            RELAY_RECEIPTS_PREFIX              | a*b                              | may have letters, digits and /._- only
            RELAY_RECEIPTS_PREFIX              | ../receipts                      | may have letters, digits and /._- only
            RELAY_RECEIPTS_PREFIX              | team/./receipts                  | may have letters, digits and /._- only
            RELAY_RECEIPTS_PREFIX              | team/..                          | may have letters, digits and /._- only
            RELAY_RECEIPTS_UNKNOWN_DUPLICATE   | maybe                            | must be reject or accept
            RELAY_ARRIVALS_QUEUE_URL           | arn:aws:sqs:eu-west-1:1:arrivals | must be the URL of a queue
            RELAY_ARRIVALS_QUEUE_URL           | https://sqs/1/arrivals.fifo      | must not be a FIFO queue
            RELAY_ARRIVALS_QUEUE_URL           | https://sqs/1/arrivals           | needs RELAY_RECEIPTS_BUCKET
            RELAY_ARRIVALS_DELAY               | 3h                               | at most 2h
            RELAY_ARRIVALS_PATIENCE            | 0s                               | must be a duration above zero, at most 10d
            RELAY_ARRIVALS_PATIENCE            | 11d                              | at most 10d
            RELAY_TELEMETRY_SERVICE            | gong relay                       | must be one word
            RELAY_TLS_ENGINE                   | openssl                          | must be auto or jdk
            RELAY_TIME_LIMIT                   | 0s                               | must be a duration above zero
            RELAY_TIME_LIMIT                   | 2h                               | at most 1h
            RELAY_DEADLINE_MARGIN              | 900s                             | shorter than RELAY_TIME_LIMIT
            RELAY_DEADLINE_MARGIN              | soon                             | must be a duration above zero
            """)
    void refuses_a_wrong_setting_by_its_variable_and_without_its_value(String variable, String value, String problem) {
        assertThatThrownBy(() -> read(with(variable, value)))
                .isInstanceOf(ConfigValidationException.class)
                .hasMessageStartingWith("Configuration validation failed:\n\t" + variable + " ")
                .hasMessageContaining(problem)
                .hasMessageNotContainingAny("s3cr3t", "SRCFG");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            RELAY_GONG_BASE_URL                | https://API.GONG.IO/
            RELAY_GONG_BASE_URL                | https://eu-1.api.gong.io:443
            RELAY_GONG_ACCESS_KEY_SECRET       | a$b{c}d\\e:f
            RELAY_DEFAULTS_PRIMARY_USER        | phone:030/123456
            RELAY_DEFAULTS_PRIMARY_USER        | phone:+1 (202) 555-0101
            RELAY_DEFAULTS_PRIMARY_USER        | jane@localhost
            RELAY_DEFAULTS_PRIMARY_USER        | j.doe+calls@mail.acme.com
            RELAY_GONG_RETRIES                 | 0
            RELAY_GONG_STALL_TIMEOUT           | PT1.5S
            RELAY_RECORDINGS_MAX_SIZE          | 100M
            RELAY_RECORDINGS_SIDECAR_WAIT      | 0s
            RELAY_RECORDINGS_MIN_DURATION      | 0s
            RELAY_RECORDINGS_KEY_PATTERN       | (?<clientUniqueId>[0-9a-f-]{36})_(?<actualStart>\\d{8}T\\d\\d:\\d\\d)_UTC\\.wav$
            RELAY_RECORDINGS_KEY_PATTERN       | ""
            RELAY_RECORDINGS_MAPPING           | connect
            RELAY_RECORDINGS_MAPPING           | 8x8
            RELAY_CONNECT_INSTANCE             | arn:aws:connect:eu-west-1:123456789012:instance/11112222-3333-4444-5555-666677778888
            RELAY_RECORDINGS_MAPPING           | sidecar
            RELAY_RECORDINGS_MAPPING           | s3://config/mappings/calls.jsonata
            RELAY_RECORDINGS_MAPPING           | {"title": $$.sidecar.${"a": b}}
            RELAY_RECORDINGS_KEY_TIME_FORMAT   | dd.MM.yyyy HH.mm.ss
            RELAY_RECORDINGS_KEY_TIME_FORMAT   | 'from 'HHmm' on 'yyyyMMdd
            RELAY_RECORDINGS_KEY_TIME_FORMAT   | h.mma dd-MMM-yyyy
            RELAY_RECORDINGS_KEY_TIME_FORMAT   | yyyyMMdd'T'HHmmssXX
            RELAY_RECORDINGS_KEY_TIME_FORMAT   | yyyyMMddHHmmVV
            RELAY_RECORDINGS_KEY_TIME_FORMAT   | yyyyMMddHHmmz
            RELAY_RECORDINGS_KEY_TIME_FORMAT   | yyyyMMdd'T'HHmm'Z'
            RELAY_RECORDINGS_KEY_TIME_ZONE     | America/St_Johns
            RELAY_DEFAULTS_DIRECTION           | ""
            RELAY_DEFAULTS_LANGUAGE_CODE       | es-419
            RELAY_SOURCE_ENDPOINT              | http://[::1]:9000
            RELAY_DELIVERY_QUEUE_URL           | https://sqs.eu-west-1.amazonaws.com/123456789012/calls
            RELAY_DELIVERY_MAX_DELAY           | 5s
            RELAY_RECEIPTS_PREFIX              | team/receipts/
            RELAY_RECEIPTS_PREFIX              | /.team//receipts...
            RELAY_RECEIPTS_UNKNOWN_DUPLICATE   | ACCEPT
            RELAY_TIME_LIMIT                   | 60s
            """)
    void takes_a_setting_that_works(String variable, String value) {
        assertThatCode(() -> read(with(variable, value))).doesNotThrowAnyException();
    }

    @Test
    void reads_a_mapping_as_it_is_written() {
        String mapping = "{\"title\": $$.sidecar.name, \"purpose\": ${\"a\": 1}.a & '\\\\' & \"\\u00e9\"}";

        assertThat(read(with("RELAY_RECORDINGS_MAPPING", mapping)).recordings().mapping())
                .contains(mapping);
    }

    @Test
    void takes_groups_of_any_name_with_a_mapping() {
        Map<String, String> variables = with("RELAY_RECORDINGS_KEY_PATTERN", "(?<agent>\\d+)-");
        variables.put("RELAY_RECORDINGS_MAPPING", "{\"title\": groups.agent}");

        assertThat(read(variables).recordings().keyPattern()).isPresent();
    }

    @Test
    void takes_a_local_gong_without_tls() {
        Map<String, String> local = with("RELAY_GONG_BASE_URL", "http://127.0.0.1:8080");
        local.put("RELAY_GONG_ALLOWED_HOST", "127.0.0.1");

        assertThat(read(local).gong().baseUrl()).contains("http://127.0.0.1:8080");
    }

    @Test
    void refuses_one_queue_for_messages_and_dead_letters() {
        Map<String, String> same = with("RELAY_DELIVERY_QUEUE_URL", "https://sqs/1/calls");
        same.put("RELAY_DELIVERY_DEAD_LETTER_URL", "https://sqs/1/calls");

        assertThatThrownBy(() -> read(same))
                .hasMessageContaining("RELAY_DELIVERY_DEAD_LETTER_URL must be a different queue");
        for (String used : List.of("calls", "dead")) {
            same.put("RELAY_DELIVERY_DEAD_LETTER_URL", "https://sqs/1/dead");
            same.put("RELAY_ARRIVALS_QUEUE_URL", "https://sqs/1/" + used);
            assertThatThrownBy(() -> read(same))
                    .hasMessageContaining("RELAY_ARRIVALS_QUEUE_URL must be a different queue");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"wav,mp3", ".WAV, .Mp3", " wav ,MP3"})
    void reads_extensions_however_they_are_written(String extensions) {
        RelayConfig config = read(with("RELAY_RECORDINGS_EXTENSIONS", extensions));

        assertThat(config.recordings().extensions()).containsExactlyInAnyOrder("wav", "mp3");
    }

    @Test
    void lists_everything_that_is_wrong_in_one_short_message() {
        Map<String, String> wrong = new TreeMap<>();
        Rules.names().forEach(name -> wrong.put(Setting.variable(name), "\n"));
        wrong.remove("RELAY_GONG_SECRET_ARN");

        assertThatThrownBy(() -> read(wrong))
                .hasMessageContainingAll(wrong.keySet().toArray(String[]::new))
                .extracting(Throwable::getMessage)
                .asString()
                .doesNotContain("SRCFG")
                .satisfies(message -> assertThat(message.lines().skip(1))
                        .allSatisfy(line -> assertThat(line).matches("\tRELAY_[A-Z_]+ .{8,150}")));
    }

    @Test
    void names_every_setting_in_a_message_of_2000_characters_even_if_all_are_wrong() {
        Map<String, String> wrong = Rules.names().stream()
                .collect(Collectors.toMap(Setting::variable, name -> "${" + "x".repeat(300) + "}"));

        assertThatThrownBy(() -> read(wrong))
                .extracting(Throwable::getMessage)
                .asString()
                .hasSizeLessThanOrEqualTo(2000)
                .satisfies(message -> assertThat(wrong.keySet())
                        .allSatisfy(name -> assertThat(message).contains(name + " ")));
    }

    private static Map<String, String> with(String variable, String value) {
        Map<String, String> variables = new HashMap<>(ENOUGH);
        variables.put(variable, value);
        return variables;
    }

    private static RelayConfig read(Map<String, String> variables) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .addDefaultInterceptors()
                .addDiscoveredInterceptors()
                .withSources(new EnvConfigSource(variables, 300))
                .withMapping(RelayConfig.class)
                .build()
                .getConfigMapping(RelayConfig.class);
    }

    private static void collect(Class<?> group, String prefix, Set<String> names) {
        for (Method method : group.getDeclaredMethods()) {
            String name =
                    prefix + "." + method.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            if (method.getReturnType().isInterface()
                    && method.getReturnType().getPackage() == RelayConfig.class.getPackage()) {
                collect(method.getReturnType(), name, names);
            } else if (!method.isSynthetic()) {
                names.add(name);
            }
        }
    }
}
