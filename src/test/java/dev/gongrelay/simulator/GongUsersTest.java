package dev.gongrelay.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the simulator says about users. */
class GongUsersTest {
    private static final String CALL = """
            {"clientUniqueId": "one", "actualStart": "2026-01-31T09:30:00Z", "direction": "Inbound",
             "primaryUser": "234599484848423", "parties": [{"userId": "234599484848423"}]}""";

    private final GongSimulator gong = GongSimulator.start();
    private final SimulatorClient client = new SimulatorClient(gong);

    @AfterEach
    void close() {
        gong.close();
    }

    @Test
    void has_sample_users() {
        client.get("/v2/users")
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
        client.get("/v2/users/234599484848424").statusCode(200).body("user.lastName", equalTo("Baker"));
        client.get("/v2/users/1").statusCode(404);
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
            var page = client.get("/v2/users" + cursor)
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

        client.get("/v2/users").statusCode(404).body("errors[0]", equalTo("no users found"));
    }

    @Test
    void refuses_calls_of_a_listed_user_without_telephony_import() {
        gong.users(List.of(GongUser.of("234599484848423", "a@example.com").withoutTelephonyImport()));

        client.json()
                .body(CALL)
                .post("/v2/calls")
                .then()
                .statusCode(409)
                .body(
                        "errors[0]",
                        equalTo("Recording or telephony call import is not enabled for primaryUser [234599484848423]"));
    }
}
