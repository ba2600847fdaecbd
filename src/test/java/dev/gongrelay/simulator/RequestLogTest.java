package dev.gongrelay.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestLogTest {
    private final GongSimulator gong =
            GongSimulator.options().requestsPerSecond(0).requestsKept(3).start();
    private final SimulatorClient client = new SimulatorClient(gong);

    @AfterEach
    void close() {
        gong.close();
    }

    @Test
    void keeps_the_latest_requests_and_counts_all_of_them() {
        client.anonymous().post("/v2/calls").then().statusCode(401);
        String callId = client.register("one");
        client.put(callId, "0123456789").statusCode(201);
        client.put("999", "0123456789").statusCode(404);
        client.register("two");

        client.page("/page/requests")
                .body("total", equalTo(3))
                .body("forgotten", equalTo(2))
                .body("rows.number", contains(5, 4, 3));
        client.page("/page/calls/" + callId).body("requests.method", contains("PUT"));
        assertThat(gong.requests()).extracting(GongRequest::number).containsExactly(3, 4, 5);
        assertThat(gong.requests(Endpoint.ADD_CALL)).isEqualTo(3);
        assertThat(gong.ledger().requestTotals())
                .extracting(RequestLog.Totals::requests, RequestLog.Totals::refused)
                .containsExactly(5, 2);
    }

    @Test
    void begins_again_when_it_is_reset() {
        client.register("one");

        gong.reset();
        client.register("one");

        assertThat(gong.requests()).extracting(GongRequest::number).containsExactly(1);
        assertThat(gong.requests(Endpoint.ADD_CALL)).isEqualTo(1);
        client.page("/page/requests").body("forgotten", equalTo(0));
    }
}
