package dev.gongrelay.simulator;

import static io.restassured.RestAssured.given;
import static io.restassured.config.EncoderConfig.encoderConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the simulator says about calls once they are there. */
class GongReadsTest {
    private static final int BYTES_A_SECOND = 16_000;

    private final HandClock clock = new HandClock();
    private final GongSimulator gong =
            GongSimulator.options().requestsPerSecond(0).clock(clock).start();

    @AfterEach
    void close() {
        gong.close();
    }

    @Test
    void lists_a_call_that_has_its_media() {
        String callId = relay("one", 60);
        String withoutMedia = register("two");

        filter("{\"callIds\": [\"" + callId + "\", \"" + withoutMedia + "\", \"1\"]}")
                .statusCode(200)
                .body("records.totalRecords", equalTo(1))
                .body("records.cursor", nullValue())
                .body("calls[0].metaData.id", equalTo(callId))
                .body("calls[0].metaData.clientUniqueId", equalTo("one"))
                .body("calls[0].metaData.customData", equalTo("batch 7"))
                .body("calls[0].metaData.primaryUserId", equalTo("234599484848423"))
                .body("calls[0].metaData.duration", equalTo(60))
                .body("calls[0].metaData.media", equalTo("Audio"))
                .body("calls[0].parties", nullValue());
        get("/v2/calls/" + callId).statusCode(200).body("call.clientUniqueId", equalTo("one"));
        get("/v2/calls/" + withoutMedia).statusCode(404).body("errors.size()", equalTo(1));
        get("/v2/calls?fromDateTime=2026-01-01T00:00:00Z&toDateTime=2026-02-01T00:00:00Z")
                .statusCode(200)
                .body("calls.id", contains(callId));
    }

    @Test
    void tells_what_the_selector_asks_for() {
        relay("one", 60);

        json().body("{\"filter\": {}, \"contentSelector\": {\"exposedFields\": {\"parties\": true}}}")
                .post("/v2/calls/extensive")
                .then()
                .statusCode(200)
                .body("calls[0].parties[0].userId", equalTo("234599484848423"))
                .body("calls[0].parties[0].affiliation", equalTo("Internal"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"callIds": ["1"]}                              | 404 | no calls found
            {"fromDateTime": "2026-02-01T00:00:00Z"}        | 404 | no calls found
            {"toDateTime": "2026-01-01T00:00:00Z"}          | 404 | no calls found
            {"primaryUserIds": ["2"]}                       | 404 | no calls found
            {"workspaceId": "2"}                            | 404 | no calls found
            {"fromDateTime": "yesterday"}                   | 400 | must be ISO-8601 times
            7                                               | 400 | filter is required
            """)
    void finds_nothing_or_says_what_is_wrong(String filter, int status, String words) {
        relay("one", 60);

        filter(filter).statusCode(status).body("errors[0]", containsString(words));
    }

    @Test
    void takes_a_hundred_ids_and_no_more() {
        String callId = relay("one", 60);
        String others = IntStream.range(1, 100).mapToObj(i -> "\"" + i + "\"").collect(Collectors.joining(", "));

        filter("{\"callIds\": [\"" + callId + "\", " + others + "]}").statusCode(200);
        filter("{\"callIds\": [\"" + callId + "\", \"100\", " + others + "]}")
                .statusCode(400)
                .body("errors[0]", containsString("more than 100"));
    }

    @Test
    void lists_a_hundred_calls_a_page() {
        IntStream.range(0, 101).forEach(i -> relay("call " + i, 1 + i));

        String cursor = filter("{}")
                .statusCode(200)
                .body("records.totalRecords", equalTo(101))
                .body("records.currentPageSize", equalTo(100))
                .body("records.currentPageNumber", equalTo(0))
                .body("calls.size()", equalTo(100))
                .extract()
                .path("records.cursor");

        json().body("{\"filter\": {}, \"cursor\": \"" + cursor + "\"}")
                .post("/v2/calls/extensive")
                .then()
                .statusCode(200)
                .body("records.currentPageNumber", equalTo(1))
                .body("records.cursor", nullValue())
                .body("calls.metaData.clientUniqueId", contains("call 100"));
        json().body("{\"filter\": {}, \"cursor\": \"other\"}")
                .post("/v2/calls/extensive")
                .then()
                .statusCode(400);
    }

    @Test
    void lists_a_call_when_its_media_was_processed() {
        gong.processingTime(Duration.ofMinutes(40));
        gong.listLate(1, Duration.ofMinutes(20));
        String late = relay("late", 60);
        String usual = relay("usual", 61);

        clock.pass(Duration.ofMinutes(40).minusMillis(1));
        filter("{}").statusCode(404);
        get("/v2/calls/" + usual).statusCode(404);

        clock.pass(Duration.ofMillis(1));
        filter("{}").body("calls.metaData.id", contains(usual));

        clock.pass(Duration.ofMinutes(20));
        filter("{}").body("calls.metaData.id", contains(late, usual));
    }

    @Test
    void discards_media_that_is_too_short_without_a_word() {
        gong.discardShorterThan(Duration.ofSeconds(30));
        gong.processingTime(Duration.ofMinutes(1));

        relay("short", 29);
        String enough = relay("enough", 30);
        clock.pass(Duration.ofDays(1));

        filter("{}").body("calls.metaData.id", contains(enough));
    }

    @Test
    void tells_requests_apart_by_what_they_are_for() {
        String callId = relay("one", 60);
        filter("{}");
        get("/v2/calls/" + callId);
        get("/v2/users");
        get("/v2/users");
        get("/v2/users/1");
        get("/v2/workspaces").statusCode(200).body("workspaces.size()", equalTo(1));
        get("/v2/other").statusCode(404);

        assertThat(gong.requests(Endpoint.ADD_CALL)).isEqualTo(1);
        assertThat(gong.requests(Endpoint.ADD_MEDIA)).isEqualTo(1);
        assertThat(gong.requests(Endpoint.FILTER_CALLS)).isEqualTo(1);
        assertThat(gong.requests(Endpoint.GET_CALL)).isEqualTo(1);
        assertThat(gong.requests(Endpoint.LIST_USERS)).isEqualTo(2);
        assertThat(gong.requests(Endpoint.GET_USER)).isEqualTo(1);
        assertThat(gong.requests()).hasSize(9);
    }

    @Test
    void remembers_what_it_answered() {
        String callId = relay("one", 60);
        gong.failCalls(1, Fault.answer(429));
        json().body("{}").post("/v2/calls");
        get("/v2/calls/1");

        List<GongRequest> requests = gong.requests();

        assertThat(requests).extracting(GongRequest::status).containsExactly(201, 201, 429, 404);
        assertThat(requests).extracting(GongRequest::callId).containsExactly(callId, callId, "", "1");
        assertThat(requests)
                .extracting(GongRequest::words)
                .containsExactly("", "", "scripted failure", "no call found with the id 1");
        assertThat(requests).extracting(GongRequest::number).containsExactly(1, 2, 3, 4);
        assertThat(requests.get(1).received()).isGreaterThan(60 * BYTES_A_SECOND);
        assertThat(requests).allMatch(request -> request.ended() != null);
    }

    @ParameterizedTest
    @CsvSource({
        "api:calls:read:extensive, POST, /v2/calls/extensive",
        "api:calls:read:basic, GET, /v2/calls/1",
        "api:users:read, GET, /v2/users",
        "api:workspaces:read, GET, /v2/workspaces"
    })
    void refuses_requests_whose_scope_is_missing(String scope, String method, String path) {
        gong.missingScopes(403, scope);

        json().body("{\"filter\": {}}")
                .request(method, path)
                .then()
                .statusCode(403)
                .body("errors[0]", containsString(scope));
        assertThat(register("one")).isNotEmpty();

        gong.missingScopes(403);

        json().body("{\"filter\": {}}").request(method, path).then().statusCode(not(equalTo(403)));
    }

    @Test
    void fails_reads_when_told_to() {
        gong.fail(Endpoint.LIST_USERS, 1, Fault.answer(401));
        gong.fail(Endpoint.FILTER_CALLS, 1, Fault.answerAfterBody(500));

        get("/v2/users").statusCode(401);
        get("/v2/users").statusCode(200);
        filter("{}").statusCode(500);
        filter("{}").statusCode(404);
        given().get(gong.baseUrl() + "/v2/users").then().statusCode(401).body("errors[0]", equalTo("Unauthorized"));
    }

    @ParameterizedTest
    @CsvSource({"PUT", "PATCH", "DELETE"})
    void lets_nobody_correct_a_call(String method) {
        String callId = register("one");

        json().body("{}").request(method, "/v2/calls/" + callId).then().statusCode(405);
    }

    @Test
    void counts_reads_among_the_requests_of_a_second() {
        gong.requestsPerSecond(3);
        for (int i = 0; i < 3; i++) {
            get("/v2/users").statusCode(200);
        }

        get("/v2/users").statusCode(429).header("Retry-After", "1");
    }

    @Test
    void has_sample_users() {
        get("/v2/users")
                .statusCode(200)
                .body("users[0].id", equalTo("234599484848423"))
                .body("users[0].emailAddress", equalTo("ann.agent@example.com"))
                .body("users[0].emailAliases", contains("ann@example.com"))
                .body("users[0].active", equalTo(true))
                .body("users[0].settings.telephonyCallsImported", equalTo(true))
                .body("users[1].trustedEmailAddress", startsWith("bob@"))
                .body("users.settings.telephonyCallsImported", contains(true, true, false, true))
                .body("users.active", contains(true, true, true, false))
                .body("users.extension", contains("101", "102", "103", null));
        get("/v2/users/234599484848424").statusCode(200).body("user.lastName", equalTo("Baker"));
        get("/v2/users/1").statusCode(404);
    }

    @Test
    void lists_a_hundred_users_a_page() {
        gong.users(IntStream.range(0, 250)
                .mapToObj(i -> GongUser.of(String.valueOf(1000 + i), "user" + i + "@example.com"))
                .toList());

        Set<String> seen = new HashSet<>();
        List<Integer> sizes = new ArrayList<>();
        String cursor = "";
        do {
            var page = get("/v2/users" + cursor)
                    .statusCode(200)
                    .body("records.totalRecords", equalTo(250))
                    .extract();
            List<String> ids = page.path("users.id");
            seen.addAll(ids);
            sizes.add(ids.size());
            cursor = page.path("records.cursor") == null ? "" : "?cursor=" + page.path("records.cursor");
        } while (!cursor.isEmpty());

        assertThat(sizes).containsExactly(100, 100, 50);
        assertThat(seen).hasSize(250);
    }

    @Test
    void answers_404_without_users() {
        gong.users(List.of());

        get("/v2/users").statusCode(404).body("errors[0]", equalTo("no users found"));
    }

    @Test
    void refuses_calls_of_a_listed_user_without_telephony_import() {
        gong.users(List.of(GongUser.of("234599484848423", "a@example.com").withoutTelephonyImport()));

        json().body(call("one"))
                .post("/v2/calls")
                .then()
                .statusCode(409)
                .body(
                        "errors[0]",
                        equalTo("Recording or telephony call import is not enabled for primaryUser [234599484848423]"));
    }

    private String relay(String clientUniqueId, int seconds) {
        String callId = register(clientUniqueId);
        byte[] media = SampleMedia.wav(44 + seconds * BYTES_A_SECOND, 1, seconds);
        String body = "--b\r\nContent-Disposition: form-data; name=\"mediaFile\"; filename=\"a.wav\"\r\n"
                + "Content-Type: audio/wav\r\n\r\n" + new String(media, StandardCharsets.ISO_8859_1) + "\r\n--b--\r\n";
        authorized()
                .config(RestAssured.config()
                        .encoderConfig(encoderConfig().encodeContentTypeAs("multipart/form-data", ContentType.BINARY)))
                .contentType("multipart/form-data; boundary=b")
                .body(body.getBytes(StandardCharsets.ISO_8859_1))
                .put("/v2/calls/" + callId + "/media")
                .then()
                .statusCode(201);
        return callId;
    }

    private String register(String clientUniqueId) {
        return json().body(call(clientUniqueId))
                .post("/v2/calls")
                .then()
                .statusCode(201)
                .extract()
                .path("callId");
    }

    private static String call(String clientUniqueId) {
        return """
                {"clientUniqueId": "%s", "actualStart": "2026-01-31T09:30:00Z", "direction": "Inbound",
                 "customData": "batch 7", "primaryUser": "234599484848423",
                 "parties": [{"userId": "234599484848423", "mediaChannelId": 0}]}""".formatted(clientUniqueId);
    }

    private ValidatableResponse filter(String filter) {
        return json().body("{\"filter\": " + filter + "}")
                .post("/v2/calls/extensive")
                .then();
    }

    private ValidatableResponse get(String path) {
        return authorized().urlEncodingEnabled(false).get(path).then();
    }

    private RequestSpecification json() {
        return authorized().contentType("application/json");
    }

    private RequestSpecification authorized() {
        return given().baseUri(gong.baseUrl().toString()).auth().preemptive().basic("simulator", "simulator-secret");
    }

    /** Stands still unless told otherwise. */
    private static final class HandClock extends Clock {
        private volatile Instant now = Instant.parse("2026-01-31T10:00:00Z");

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
