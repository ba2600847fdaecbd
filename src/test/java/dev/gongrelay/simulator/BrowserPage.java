package dev.gongrelay.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What tests of the simulator's page in a Chromium share; they are left out where there is none. */
@ResourceLock("browser")
abstract class BrowserPage {
    static final ObjectMapper JSON = new ObjectMapper();

    private static final String USER = "234599484848423";

    static Browser browser;

    final GongSimulator gong =
            GongSimulator.options().requestsPerSecond(0).keepMedia(50_000_000).start();
    final SimulatorClient client = new SimulatorClient(gong);

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(Browser.isInstalled(), "chromedriver is missing: the simulator's page is not tested in a browser");
        browser = Browser.shared();
    }

    @BeforeEach
    void begin() throws Exception {
        browser.prefer("light");
        browser.resize(1280, 800);
    }

    @AfterEach
    void close() throws Exception {
        try {
            // The browser complains about what the policy forbids, what is missing, and what scripts don't catch.
            assertThat(browser.complaints()).isEmpty();
        } finally {
            browser.open(URI.create("about:blank"));
            gong.close();
        }
    }

    /** Opens this view, and waits until the simulator has told it something. */
    final void show(String address) throws Exception {
        browser.open(URI.create("about:blank"));
        browser.open(gong.baseUrl().resolve(address));
        browser.await("document.querySelector('.live.on') && document.getElementById('total-calls').innerText !== '–'");
    }

    static int number(String expression) throws Exception {
        return browser.run("return " + expression).intValue();
    }

    static ObjectNode call(String clientUniqueId, String title) {
        ObjectNode call = JSON.createObjectNode()
                .put("clientUniqueId", clientUniqueId)
                .put("title", title)
                .put("actualStart", "2026-01-31T09:30:00Z")
                .put("direction", "Inbound")
                .put("primaryUser", USER);
        ArrayNode parties = call.putArray("parties");
        parties.addObject().put("userId", USER).put("mediaChannelId", 1);
        parties.addObject().put("name", "Jane Doe").put("mediaChannelId", 0);
        return call;
    }

    /** Registers such a call; returns its ID. */
    final String register(String clientUniqueId, String title) {
        return client.registerCall(call(clientUniqueId, title).toString());
    }

    final void putWav(String callId, byte[] media) {
        client.put(callId, media, "a.wav", "audio/wav");
    }
}
