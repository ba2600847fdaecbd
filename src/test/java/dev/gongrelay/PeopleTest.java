package dev.gongrelay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gongrelay.event.Announcement;
import dev.gongrelay.event.RecordingReference;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.gong.Gong;
import dev.gongrelay.people.People;
import dev.gongrelay.people.TestPeople;
import dev.gongrelay.simulator.Endpoint;
import dev.gongrelay.simulator.Fault;
import dev.gongrelay.simulator.GongUser;
import dev.gongrelay.simulator.SampleMedia;
import dev.gongrelay.telemetry.Outcome;
import dev.gongrelay.telemetry.OutcomeLog;
import dev.gongrelay.telemetry.RelayReport;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Recordings whose details name people by what people have: addresses, extensions and phone numbers. */
@QuarkusTest
@SuppressWarnings("NullAway.Init")
class PeopleTest extends SurroundedTest {
    private static final List<GongUser> USERS = List.of(
            GongUser.of("1001", "ann.agent@example.com")
                    .aliases("ann@example.com")
                    .with("phoneNumber", "+1 (202) 555-0101")
                    .with("extension", "101"),
            GongUser.of("1002", "bob.baker@example.com")
                    .with("trustedEmailAddress", "bob@sso.example.com")
                    .with("phoneNumber", "+12025550100")
                    .with("extension", "4711"),
            GongUser.of("1003", "cat.cole@example.com")
                    .with("phoneNumber", "1 202 555 0100")
                    .with("extension", "4711"),
            GongUser.of("1004", "dan.drew@example.com").with("firstName", "Zoe").inactive(),
            GongUser.of("1007", "fay.fox@example.com").with("phoneNumber", "12025550107"),
            GongUser.of("1005", "eve.early@example.com").withoutTelephonyImport());

    private final RecordingReference reference = new RecordingReference(BUCKET, key, null);

    @Inject
    OtherRelay otherRelay;

    @Inject
    Gong sender;

    @Inject
    OutcomeLog outcomeLog;

    @BeforeEach
    void employ() {
        gong.users(USERS);
    }

    @AfterEach
    void grantAllScopes() {
        gong.missingScopes(403);
    }

    @ParameterizedTest
    @CsvSource({
        "Ann.Agent@Example.com, 1001",
        "ANN@example.com, 1001",
        "bob@sso.example.com, 1002",
        "phone:+12025550101, 1001",
        "phone:1-202-555-0101, 1001",
        "extension:101, 1001",
        "77, 77"
    })
    void relays_the_call_of_whom_the_details_name(String given, String userId) {
        describe("{\"primaryUser\":\"" + given + "\",\"parties\":[{\"userId\":\"" + given
                + "\",\"mediaChannelId\":1},{\"userId\":\"phone:+1 202 555 0107\"},{\"name\":\"Casey\"}]}");

        RelayReport report = relay(Map.of());

        assertThat(report.outcome()).isEqualTo(Outcome.RELAYED);
        JsonNode call = gong.calls().get(0).details();
        assertThat(call.path("primaryUser").asText()).isEqualTo(userId);
        assertThat(call.path("parties"))
                .hasToString("[{\"userId\":\"" + userId + "\",\"mediaChannelId\":1},{\"userId\":\"1007\"},"
                        + "{\"name\":\"Casey\"}]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "ann@example.com | \"emailAddress\":\"ANN@example.com\"",
                "ann@example.com | \"emailAddress\":\"ann.agent@example.com\"",
                "extension:101 | \"phoneNumber\":\"+1 202 555-0101\""
            })
    void knows_the_owner_among_the_parties_by_any_address_or_number(String owner, String handle) {
        describe("{\"primaryUser\":\"" + owner + "\",\"parties\":[{\"name\":\"Casey\",\"mediaChannelId\":0},{" + handle
                + ",\"mediaChannelId\":1}]}");

        RelayReport report = relay(Map.of());

        assertThat(report.outcome()).isEqualTo(Outcome.RELAYED);
        assertThat(gong.calls().get(0).details().path("parties"))
                .hasToString("[{\"name\":\"Casey\",\"mediaChannelId\":0},{" + handle
                        + ",\"mediaChannelId\":1,\"userId\":\"1001\"}]");
    }

    @Test
    void takes_nobody_for_the_owner_by_a_number_that_several_share() {
        describe("{\"primaryUser\":\"bob.baker@example.com\",\"parties\":[{\"phoneNumber\":\"+12025550100\"}]}");

        relay(Map.of());

        assertThat(gong.calls().get(0).details().path("parties"))
                .hasToString("[{\"phoneNumber\":\"+12025550100\"},{\"userId\":\"1002\"}]");
    }

    @Test
    void names_in_the_receipt_whom_the_details_name_and_nowhere_else() {
        describe("{\"primaryUser\":\"Ann@example.com\",\"parties\":[{\"userId\":\"phone:+1 202 555 0101\"}]}");

        RelayReport report = relay(Map.of());

        assertThat(receipt(key).path("people"))
                .hasToString("[{\"field\":\"primaryUser\",\"given\":\"Ann@example.com\",\"userId\":\"1001\"},"
                        + "{\"field\":\"parties[0].userId\",\"given\":\"phone:+1 202 555 0101\",\"userId\":\"1001\"}]");
        assertThat(logged(report)).doesNotContainIgnoringCase("ann@").doesNotContain("555");
    }

    @Test
    void forgets_in_the_receipt_whom_corrected_details_no_longer_name() {
        describe("{\"primaryUser\":\"zoe@example.com\"}");
        relay(Map.of());
        describe("{\"primaryUser\":\"1001\"}");

        RelayReport report = relay(Map.of());

        assertThat(report.outcome()).isEqualTo(Outcome.RELAYED);
        assertThat(receipt(key).has("people")).isFalse();
    }

    @Test
    void forgets_in_the_receipt_whom_details_named_before_the_producer_gave_the_call() {
        describe("{\"primaryUser\":\"zoe@example.com\"}");
        relay(Map.of());
        put(key, SampleMedia.wav(1000, 1, 1), Map.of("gong-call-id", "7782342274025937895"));

        RelayReport report = relay(Map.of());

        assertThat(report.code()).contains(FailureCode.GONG_CALL_UNKNOWN);
        assertThat(receipt(key).has("people")).isFalse();
    }

    @Test
    void needs_no_list_for_details_with_ids_only() {
        gong.missingScopes(403, "api:users:read");
        describe("{\"primaryUser\":\"1001\",\"parties\":[{\"userId\":\"1001\"},{\"emailAddress\":\"x@example.com\"}]}");

        RelayReport report = relay(Map.of());

        assertThat(report.outcome()).isEqualTo(Outcome.RELAYED);
        assertThat(gong.requests(Endpoint.LIST_USERS)).isZero();
        assertThat(receipt(key).has("people")).isFalse();
    }

    @Test
    void needs_no_list_for_a_call_that_gong_has() {
        put(key, SampleMedia.wav(1000, 1, 1), Map.of("gong-call-id", "7782342274025937895"));

        relay(Map.of());

        assertThat(gong.requests(Endpoint.LIST_USERS)).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "zoe@example.com, an email address that no active user has",
        "dan.drew@example.com, an email address that no active user has",
        "phone:2025550101, a phone number that no active user has",
        "phone:+12025550100, a phone number that two users share",
        "extension:0101, an extension that no active user has",
        "extension:4711, an extension that two users share"
    })
    void rejects_somebody_who_can_not_be_found_before_gong_hears_of_the_call(String given, String said) {
        describe("{\"primaryUser\":\"" + given + "\"}");

        RelayReport report = relay(Map.of());

        assertThat(report.outcome()).isEqualTo(Outcome.REJECTED);
        assertThat(report.code()).contains(FailureCode.USER_UNKNOWN);
        assertThat(gong.requests(Endpoint.ADD_CALL)).isZero();
        assertThat(receipt(key).path("code").asText()).isEqualTo("user-unknown");
        assertThat(receipt(key).path("message").asText())
                .contains("primaryUser is " + said, "Gong listed 5 active users");
        assertThat(receipt(key).at("/people/0/given").asText()).isEqualTo(given);
        assertThat(receipt(key).at("/people/0").has("userId")).isFalse();
        assertThat(logged(report)).doesNotContain(given.replaceFirst(".*:", ""));
    }

    @Test
    void rejects_the_call_of_a_party_who_can_not_be_found() {
        describe("{\"primaryUser\":\"1001\",\"parties\":[{\"userId\":\"1001\"},{\"userId\":\"zoe@example.com\"}]}");

        RelayReport report = relay(Map.of());

        assertThat(report.code()).contains(FailureCode.USER_UNKNOWN);
        assertThat(report.failure().orElseThrow()).hasMessageContaining("parties[1].userId is an email address");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1001", "ann@example.com"})
    void gives_the_call_of_an_unknown_owner_to_the_default_user_where_the_settings_say_so(String defaultUser) {
        describe(
                "{\"primaryUser\":\"zoe@example.com\",\"parties\":[{\"userId\":\"ZOE@example.com\",\"mediaChannelId\":0},"
                        + "{\"userId\":\"extension:9\",\"mediaChannelId\":1}]}");

        RelayReport report =
                relay(Map.of("relay.people.unknown", "default", "relay.defaults.primary-user", defaultUser));

        assertThat(report.outcome()).isEqualTo(Outcome.RELAYED);
        JsonNode call = gong.calls().get(0).details();
        assertThat(call.path("primaryUser").asText()).isEqualTo("1001");
        assertThat(call.path("parties"))
                .hasToString(
                        "[{\"userId\":\"1001\",\"mediaChannelId\":0},{\"mediaChannelId\":1,\"name\":\"extension 9\"}]");
        assertThat(receipt(key).path("warnings").toString())
                .contains("primaryUser is an email address that no active user has: the default user 1001 is used")
                .contains("parties[1].userId is an extension that no active user has");
        assertThat(receipt(key).at("/people/0/default").asBoolean()).isTrue();
        assertThat(logged(report)).contains("the default user 1001 is used").doesNotContainIgnoringCase("zoe");
    }

    @Test
    void takes_nobody_who_has_the_address_of_an_unknown_owner_for_the_default_user() {
        describe("{\"primaryUser\":\"zoe@example.com\",\"parties\":[{\"emailAddress\":\"Zoe@example.com\","
                + "\"mediaChannelId\":0}]}");

        RelayReport report = relay(Map.of("relay.people.unknown", "default", "relay.defaults.primary-user", "1001"));

        assertThat(report.outcome()).isEqualTo(Outcome.RELAYED);
        assertThat(gong.calls().get(0).details().path("parties"))
                .hasToString("[{\"emailAddress\":\"Zoe@example.com\",\"mediaChannelId\":0},{\"userId\":\"1001\"}]");
    }

    @Test
    void rejects_an_unknown_owner_where_the_default_user_is_unknown_too() {
        describe("{\"primaryUser\":\"zoe@example.com\"}");

        RelayReport report =
                relay(Map.of("relay.people.unknown", "default", "relay.defaults.primary-user", "extension:4711"));

        assertThat(report.code()).contains(FailureCode.USER_UNKNOWN);
        assertThat(report.failure().orElseThrow())
                .hasMessageContaining("RELAY_DEFAULTS_PRIMARY_USER is an extension that two users share");
    }

    @ParameterizedTest
    @ValueSource(strings = {"reject", "default"})
    void rejects_whose_calls_may_not_be_imported_and_says_what_an_administrator_does(String unknown) {
        describe("{\"primaryUser\":\"eve.early@example.com\"}");

        RelayReport report = relay(Map.of("relay.people.unknown", unknown, "relay.defaults.primary-user", "1001"));

        assertThat(report.outcome()).isEqualTo(Outcome.REJECTED);
        assertThat(report.code()).contains(FailureCode.GONG_USER_NOT_ENABLED);
        assertThat(report.failure().orElseThrow())
                .hasMessageContaining("the primary user 1005")
                .hasMessageContaining("Admin > Team members > the user > Data capture");
        assertThat(gong.requests(Endpoint.ADD_CALL)).isZero();
    }

    @Test
    void relays_a_party_whose_calls_may_not_be_imported() {
        describe("{\"primaryUser\":\"ann@example.com\",\"parties\":[{\"userId\":\"eve.early@example.com\"}]}");

        assertThat(relay(Map.of()).outcome()).isEqualTo(Outcome.RELAYED);
    }

    @ParameterizedTest
    @CsvSource({"401, gong-forbidden", "403, gong-forbidden"})
    void retries_slowly_while_the_key_may_not_list_users(int status, String code) {
        gong.missingScopes(status, "api:users:read");
        describe("{\"primaryUser\":\"ann@example.com\"}");

        RelayReport report = relay(Map.of());

        assertThat(report.outcome()).isEqualTo(Outcome.RETRY_LATER);
        assertThat(report.code()).map(FailureCode::toString).contains(code);
        assertThat(report.failure().orElseThrow()).hasMessageContaining("api:users:read");
        assertThat(gong.requests(Endpoint.ADD_CALL)).isZero();
    }

    @Test
    void tries_the_rest_of_a_batch_while_the_key_may_not_list_users() {
        gong.missingScopes(401, "api:users:read");
        describe("{\"primaryUser\":\"nobody.ever@example.com\"}");
        String other = key + ".other.wav";
        putRecording(other, SampleMedia.wav(1000, 1, 2));

        assertThatThrownBy(() -> deliver(notification(key, other))).hasMessageContaining("gong-forbidden");

        assertThat(state(other)).isEqualTo("relayed");
    }

    @ParameterizedTest
    @CsvSource({"503, gong-unavailable, 5", "400, gong-unavailable, 5", "302, gong-unavailable, 5"})
    void retries_later_when_gong_fails_to_list_its_users(int status, String code, int times) {
        gong.fail(Endpoint.LIST_USERS, 100, Fault.answerAfterBody(status));
        describe("{\"primaryUser\":\"ann@example.com\"}");

        RelayReport report = relay(Map.of());

        assertThat(report.outcome()).isEqualTo(Outcome.RETRY_LATER);
        assertThat(report.code()).map(FailureCode::toString).contains(code);
        assertThat(gong.requests(Endpoint.LIST_USERS)).isEqualTo(times);
    }

    @Test
    void goes_on_with_the_list_after_gong_wanted_it_to_wait() {
        gong.fail(Endpoint.LIST_USERS, 2, Fault.answer(429).header("Retry-After", "1"));
        describe("{\"primaryUser\":\"ann@example.com\"}");

        assertThat(relay(Map.of()).outcome()).isEqualTo(Outcome.RELAYED);
    }

    @Test
    void reads_every_page_however_large() {
        List<GongUser> many = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            many.add(GongUser.of(String.valueOf(5000 + i), "user" + i + "@example.com")
                    .with("title", "t".repeat(4000)));
        }
        gong.users(many);
        describe("{\"primaryUser\":\"user249@example.com\"}");

        relay(Map.of());

        assertThat(gong.calls().get(0).details().path("primaryUser").asText()).isEqualTo("5249");
        assertThat(gong.requests(Endpoint.LIST_USERS)).isEqualTo(3);
    }

    @Test
    void finds_nobody_where_gong_has_no_users() {
        gong.users(List.of());
        describe("{\"primaryUser\":\"ann@example.com\"}");

        RelayReport report = relay(Map.of());

        assertThat(report.code()).contains(FailureCode.USER_UNKNOWN);
        assertThat(report.failure().orElseThrow()).hasMessageContaining("Gong listed 0 active users");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"records\":{\"cursor\":\"round\"},\"users\":[{\"id\":\"1\"}]}",
                "{\"records\":{\"cursor\":\"{a}/%2B+&=?#ü \"},\"users\":[{\"id\":\"1\"}]}",
                "{\"users\":[{\"id\":\"1\",",
                "[]",
                "null"
            })
    void retries_later_when_the_list_does_not_end_or_is_none(String page) {
        gong.fail(Endpoint.LIST_USERS, 100, Fault.answer(200).json(page));
        describe("{\"primaryUser\":\"ann@example.com\"}");

        RelayReport report = relay(Map.of());

        assertThat(report.outcome()).isEqualTo(Outcome.RETRY_LATER);
        assertThat(report.code()).contains(FailureCode.GONG_UNAVAILABLE);
        assertThat(report.failure().orElseThrow()).hasMessageStartingWith("Listing Gong's users: Gong's ");
        assertThat(gong.requests(Endpoint.ADD_CALL)).isZero();
    }

    @Test
    void reads_no_list_that_goes_on_forever() {
        gong.fail(
                Endpoint.LIST_USERS,
                1,
                Fault.rawBeforeBody("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"users\":[")
                        .withoutEnd("{\"id\":\"1\"},"));
        describe("{\"primaryUser\":\"ann@example.com\"}");

        assertThat(relay(Map.of()).code()).contains(FailureCode.GONG_UNAVAILABLE);
    }

    /** Puts a recording with these details and a start. */
    private void describe(String details) {
        put(key + ".json", details.replaceFirst("\\{", "{\"actualStart\":\"2026-11-22T20:32:00Z\","));
        put(key, SampleMedia.wav(1000, 1, key.hashCode()));
    }

    /** Relays the recording in a process of its own, as far as people are concerned. */
    private RelayReport relay(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("relay.receipts.bucket", receiptsBucket);
        all.put("relay.receipts.prefix", key);
        People people = TestPeople.with(all, sender, s3, Clock.systemUTC());
        return otherRelay.with(people).relay(reference, Announcement.PLAIN);
    }

    private String logged(RelayReport report) {
        try (CapturedLog log = new CapturedLog()) {
            outcomeLog.write(report);
            return log.text().replace(key, "");
        }
    }
}
