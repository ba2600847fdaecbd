package dev.gongrelay.simulator;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The faults that are ordered on the simulator's page. */
class OrderedFaultsTest {
    private final GongSimulator gong =
            GongSimulator.options().requestsPerSecond(0).keepMedia(1_000_000).start();
    private final SimulatorClient client = new SimulatorClient(gong);

    @AfterEach
    void close() {
        gong.close();
    }

    @Test
    void orders_faults() {
        order("{\"fail\": \"503:2\", \"endpoint\": \"GET /v2/users\"}")
                .statusCode(200)
                .body("faults[0].what", equalTo("answer 503"))
                .body("faults[0].times", equalTo(2));
        order("{\"slow\": \"1MB/s\"}").statusCode(200).body("faults[1].what", equalTo("read 1 MB/s"));
        order("{\"drop-after\": \"20MB\"}")
                .statusCode(200)
                .body("faults[1].what", equalTo("drop the connection after 20 MB"));

        client.authorized().get("/v2/users").then().statusCode(503);
        client.page("/page/faults").body("faults[0].times", equalTo(1));
        given().delete(gong.baseUrl() + "/page/faults").then().body("faults.size()", equalTo(0));
        client.authorized().get("/v2/users").then().statusCode(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"fail": "200"}                       | "200" is not a status from 400 to 599
            {"fail": "429:0"}                     | "0" is not a number of times
            {"slow": "1MB"}                       | "1MB" is not a rate
            {"slow": "0MB/s"}                     | "0MB/s" is not a rate
            {"drop-after": "much"}                | "much" is not a size
            {"explode": "now"}                    | there is no fault explode
            {"fail": "429", "endpoint": "GET /"}  | there is no request GET /
            {}                                    | no fault is named
            {                                     | the order is not JSON
            """)
    void says_what_is_wrong_with_an_order(String order, String words) {
        order(order).statusCode(400).body("error", containsString(words));

        client.page("/page/faults").body("faults.size()", equalTo(0));
    }

    @Test
    void takes_orders_from_nobody_elses_page() {
        given().contentType("text/plain")
                .body("{\"fail\": \"429\"}")
                .post(gong.baseUrl() + "/page/faults")
                .then()
                .statusCode(415);
        given().header("Origin", "https://example.org")
                .header("Access-Control-Request-Method", "DELETE")
                .options(gong.baseUrl() + "/page/faults")
                .then()
                .header("Access-Control-Allow-Origin", nullValue())
                .statusCode(not(equalTo(200)));
    }

    private ValidatableResponse order(String order) {
        return given().contentType("application/json")
                .body(order)
                .post(gong.baseUrl() + "/page/faults")
                .then();
    }
}
