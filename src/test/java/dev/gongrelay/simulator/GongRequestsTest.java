package dev.gongrelay.simulator;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which requests the simulator remembers, counts, and refuses, whatever they ask for. */
class GongRequestsTest {

    private final GongSimulator gong = GongSimulator.start();
    private final SimulatorClient client = new SimulatorClient(gong);

    @AfterEach
    void close() {
        gong.close();
    }

    @Test
    void tells_requests_apart_by_what_they_are_for() {
        String callId = client.relay("one", 60);
        client.filter("{}");
        client.get("/v2/calls/" + callId);
        client.get("/v2/users");
        client.get("/v2/users");
        client.get("/v2/users/1");
        client.get("/v2/workspaces").statusCode(200).body("workspaces.size()", equalTo(1));
        client.get("/v2/other").statusCode(404);

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
        String callId = client.relay("one", 60);
        gong.failCalls(1, Fault.answer(429));
        client.json().body("{}").post("/v2/calls");
        client.get("/v2/calls/1");

        List<GongRequest> requests = gong.requests();

        assertThat(requests).extracting(GongRequest::status).containsExactly(201, 201, 429, 404);
        assertThat(requests).extracting(GongRequest::callId).containsExactly(callId, callId, "", "1");
        assertThat(requests)
                .extracting(GongRequest::words)
                .containsExactly("", "", "scripted failure", "no call found with the id 1");
        assertThat(requests).extracting(GongRequest::number).containsExactly(1, 2, 3, 4);
        assertThat(requests.get(1).received()).isGreaterThan(60 * SimulatorClient.BYTES_A_SECOND);
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

        client.json()
                .body("{\"filter\": {}}")
                .request(method, path)
                .then()
                .statusCode(403)
                .body("errors[0]", containsString(scope));
        assertThat(client.register("one")).isNotEmpty();

        gong.missingScopes(403);

        client.json().body("{\"filter\": {}}").request(method, path).then().statusCode(not(equalTo(403)));
    }

    @Test
    void fails_reads_when_told_to() {
        gong.fail(Endpoint.LIST_USERS, 1, Fault.answer(401));
        gong.fail(Endpoint.FILTER_CALLS, 1, Fault.answerAfterBody(500));

        client.get("/v2/users").statusCode(401);
        client.get("/v2/users").statusCode(200);
        client.filter("{}").statusCode(500);
        client.filter("{}").statusCode(404);
        given().get(gong.baseUrl() + "/v2/users").then().statusCode(401).body("errors[0]", equalTo("Unauthorized"));
    }

    @Test
    void counts_reads_among_the_requests_of_a_second() {
        gong.requestsPerSecond(3);
        for (int i = 0; i < 3; i++) {
            client.get("/v2/users").statusCode(200);
        }

        client.get("/v2/users").statusCode(429).header("Retry-After", "1");
    }
}
