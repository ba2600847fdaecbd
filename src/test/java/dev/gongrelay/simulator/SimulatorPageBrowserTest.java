package dev.gongrelay.simulator;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The simulator's page in a Chromium; left out where there is none. */
class SimulatorPageBrowserTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final String USER = "234599484848423";

    private static Browser browser;

    private final GongSimulator gong =
            GongSimulator.options().requestsPerSecond(0).keepMedia(50_000_000).start();

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(Browser.isInstalled(), "chromedriver is missing: the simulator's page is not tested in a browser");
        browser = new Browser();
    }

    @AfterAll
    static void end() throws Exception {
        if (browser != null) {
            browser.close();
        }
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

    @Test
    void shows_calls_as_they_come() throws Exception {
        show("/");
        assertThat(browser.text(".nothing")).startsWith("No calls yet.");

        String callId = register(call("one", "Renewal talk"));
        browser.await("document.querySelector('.row .state')?.innerText === 'Waiting for media'");
        put(callId, SampleMedia.wav(44 + 16_000 * 75, 1, 1), "a.wav", "audio/wav");
        browser.await("document.querySelector('.row .state')?.innerText === 'Complete'");

        assertThat(browser.text(".row .title")).isEqualTo("Renewal talk");
        assertThat(browser.text(".row .people")).isEqualTo("Ann Agent, Jane Doe");
        assertThat(browser.text(".row .seconds")).isEqualTo("1:15");
        assertThat(browser.text(".row .bytes")).isEqualTo("1.2 MB");
        browser.await("document.getElementById('total-accepted').innerText === '1.2 MB'");
        assertThat(browser.text("#total-calls")).isEqualTo("1");
        assertThat(browser.text("#live")).isEqualTo("Live");
    }

    @Test
    void finds_calls_and_is_as_it_was_when_somebody_comes_back() throws Exception {
        register(call("one", "Renewal talk"));
        register(call("two", "Onboarding"));
        show("/");
        browser.await("document.querySelectorAll('.row .open').length === 2");

        browser.type("#search", "onboard");
        browser.await("document.querySelector('.found').innerText === '1 of 2 calls'");
        browser.click(".row .open");
        browser.await("document.querySelector('h1')?.innerText === 'Onboarding'");
        browser.click(".back a");

        browser.await("document.querySelectorAll('.row .open').length === 1");
        assertThat(browser.run("return document.getElementById('search').value").asText())
                .isEqualTo("onboard");
        browser.click("[data-state=waiting]");
        browser.await("document.querySelector('[data-state=waiting]').ariaPressed === 'true'");
        assertThat(browser.text(".row .title")).isEqualTo("Onboarding");
    }

    @Test
    void stays_usable_with_ten_thousand_calls() throws Exception {
        for (int i = 0; i < 10_000; i++) {
            ObjectNode call = call("call " + i, "Talk #" + i + ".");
            gong.ledger().register(call, call.toString());
        }
        show("/");
        browser.await("document.querySelector('.row .open')?.innerText === 'Talk #9999.'");
        assertThat(number("document.querySelectorAll('.row').length")).isLessThan(60);
        assertThat(browser.run("return document.querySelector('[role=table]').ariaRowCount")
                        .asText())
                .isEqualTo("10001");

        browser.run("document.querySelector('.scroll').focus()");
        browser.press(Browser.DOWN);
        browser.await("document.activeElement.innerText === 'Talk #9999.'");
        browser.press(Browser.END);
        browser.await("document.activeElement.innerText === 'Talk #0.'");
        assertThat(number("document.querySelectorAll('.row').length")).isLessThan(60);
        browser.type("#search", "talk #4711.");
        browser.await("document.querySelector('.found').innerText === '1 of 10,000 calls'");
        assertThat(browser.text(".row .title")).isEqualTo("Talk #4711.");
    }

    @Test
    void shows_a_call_with_both_channels_told_apart() throws Exception {
        String callId = register(call("one", "Renewal talk"));
        byte[] media = SampleMedia.wav(44 + 32_000 * 12, 2, 1);
        for (int i = 44; i < media.length; i += 4) {
            boolean firstHalf = i < media.length / 2;
            media[firstHalf ? i + 2 : i] = 0;
            media[firstHalf ? i + 3 : i + 1] = 0;
        }
        put(callId, media, "a.wav", "audio/wav");
        show("/#/calls/" + callId);
        browser.await("document.querySelector('.wave')?.dataset.channels === '2'");
        browser.await("document.querySelector('audio').duration === 12");

        assertThat(browser.text(".lanes")).contains("Left Jane Doe", "Right Ann Agent");
        // Who speaks: left in the first half, right in the second.
        assertThat(ink(0, 0)).isGreaterThan(20 * ink(0, 1));
        assertThat(ink(1, 1)).isGreaterThan(20 * ink(1, 0));
        assertThat(browser.run("return [0, 1].map(i => getComputedStyle(document.querySelectorAll('.lanes li')[i],"
                                + " '::before').backgroundColor)")
                        .get(0))
                .isNotEqualTo(browser.run("return getComputedStyle(document.querySelectorAll('.lanes li')[1],"
                        + " '::before').backgroundColor"));
        assertThat(browser.text(".facts")).contains("Complete", "0:12", "384 kB, audio/wav", "Inbound", callId, "one");
        assertThat(browser.text("article")).contains("Requests about this call", "POST /v2/calls", "/media");
        assertThat(number("document.querySelectorAll('article .badge').length")).isEqualTo(3);
    }

    @Test
    void plays_the_recording() throws Exception {
        String callId = register(call("one", "Renewal talk"));
        put(callId, SampleMedia.wav(44 + 32_000 * 60, 2, 1), "a.wav", "audio/wav");
        show("/#/calls/" + callId);
        browser.await("document.querySelector('audio')?.duration === 60");

        browser.run("document.querySelector('.wave').focus()");
        browser.press(Browser.RIGHT, Browser.RIGHT);
        browser.await("document.querySelector('.wave').ariaValueNow === '10'");
        browser.press(" ");
        browser.await("document.querySelector('audio').currentTime > 10");
        browser.click("[data-channel='0']");
        browser.await("document.querySelector('[data-channel=\"0\"]').ariaPressed === 'true'");
        assertThat(browser.run("return document.querySelector('audio').paused").booleanValue())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "mulaw.wav, audio/wav",
        "alaw.wav, audio/wav",
        "extensible.wav, audio/wav",
        "id3_flac.flac, audio/flac",
        "id3_big40k.mp3, audio/mpeg",
        "aac_stereo.m4a, audio/mp4",
        "audio_stereo.mkv, audio/x-matroska"
    })
    void draws_recordings_of_other_kinds(String file, String type) throws Exception {
        String callId = register(call("one", file));
        try (InputStream media = SimulatorPageBrowserTest.class.getResourceAsStream("/media/" + file)) {
            put(callId, media.readAllBytes(), file, type);
        }

        show("/#/calls/" + callId);

        browser.await("document.querySelector('.wave')?.dataset.channels > 0");
        assertThat(ink(0, 0) + ink(0, 1)).isPositive();
    }

    @Test
    void logs_refused_requests_with_gongs_words() throws Exception {
        String callId = register(call("one", "Renewal talk"));
        given().post(gong.baseUrl() + "/v2/calls").then().statusCode(401);
        put("999", new byte[1], "a.wav", "audio/wav");
        authorized().contentType("application/json").body(call("one", "again")).post("/v2/calls");
        show("/#/requests");
        browser.await("document.querySelectorAll('.row .open').length === 4");

        browser.click("[data-which=refused]");
        browser.await("document.querySelectorAll('.row').length === 3");
        assertThat(browser.text("[data-index='0'] .status")).isEqualTo("400");
        assertThat(browser.text("[data-index='1'] .words")).isEqualTo("there is no call 999");
        assertThat(browser.text("[data-index='2'] .words")).isEqualTo("Unauthorized");
        browser.click("[data-index='0'] .open");

        assertThat(browser.text(".detail")).contains("has already been posted for the call " + callId, "request id");
        browser.click(".detail a");
        browser.await("document.querySelector('h1')?.innerText === 'Renewal talk'");
    }

    @Test
    void orders_faults_and_shows_what_is_to_come() throws Exception {
        show("/#/faults");
        browser.await("document.querySelector('.active')?.innerText === 'Nothing fails.'");

        browser.click("form button");
        browser.await("document.querySelector('.active li')?.innerText.startsWith('answer 429 the next 3 times')");
        authorized().get("/v2/users").then().statusCode(429);
        browser.await("document.querySelector('.active li')?.innerText.startsWith('answer 429 the next 2 times')");
        browser.type("#rate", "x");
        browser.click("form:nth-of-type(2) button");
        browser.await("document.querySelector('.problem').innerText.includes('is no rate')");
        assertThat(browser.complaints()).allMatch(complaint -> complaint.contains("400"));
        browser.click("section > button");

        browser.await("document.querySelector('.active')?.innerText === 'Nothing fails.'");
        authorized().get("/v2/users").then().statusCode(200);
    }

    @Test
    void can_be_used_with_the_keyboard_alone() throws Exception {
        register(call("one", "Renewal talk"));
        register(call("two", "Onboarding"));
        show("/");
        browser.await("document.querySelectorAll('.row .open').length === 2");

        browser.press("/");
        browser.await("document.activeElement.id === 'search'");
        browser.run("document.querySelector('.scroll').focus()");
        browser.press(Browser.DOWN, Browser.DOWN);
        browser.await("document.activeElement.innerText === 'Renewal talk'");
        browser.press(Browser.ENTER);
        browser.await("document.querySelector('h1')?.innerText === 'Renewal talk'");
        browser.press(Browser.ESCAPE);
        browser.await("document.querySelectorAll('.row .open').length === 2");
    }

    @Test
    void shows_texts_as_they_are_and_each_in_its_own_direction() throws Exception {
        String title = "<img src=x onerror=alert(1)> \u202Eمكالمة";
        register(call("one", title));

        show("/");

        browser.await("document.querySelector('.row .title bdi')?.textContent === " + JSON.valueToTree(title));
        assertThat(browser.run("return getComputedStyle(document.querySelector('.row .title bdi')).unicodeBidi")
                        .asText())
                .isEqualTo("isolate");
        assertThat(number("document.querySelectorAll('.row img').length")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void contrasts_text_with_what_is_behind_it(String scheme) throws Exception {
        browser.prefer(scheme);
        for (String view : views()) {
            show(view);
            settle(view);

            JsonNode poor = browser.run(CONTRAST);

            assertThat(poor).as(view + " in " + scheme).isEmpty();
            browser.screenshot(SCREENSHOTS.resolve(name(view) + "-" + scheme + ".png"));
        }
    }

    @Test
    void names_everything_that_can_be_used() throws Exception {
        for (String view : views()) {
            show(view);
            settle(view);

            assertThat(browser.names("a, button, input, select, audio, nav, [tabindex='0'], [role=slider]"))
                    .as(view)
                    .hasSizeGreaterThan(4)
                    .noneMatch(String::isBlank);
        }
    }

    @Test
    void fits_a_phone() throws Exception {
        browser.resize(360, 740);
        for (String view : views()) {
            show(view);
            settle(view);

            assertThat(number("document.documentElement.scrollWidth")).as(view).isEqualTo(360);
            assertThat(number("document.querySelector('main').scrollWidth"))
                    .as(view)
                    .isEqualTo(number("document.querySelector('main').clientWidth"));
            browser.screenshot(SCREENSHOTS.resolve(name(view) + "-phone.png"));
        }
    }

    /** Texts whose color has a contrast below 4.5 with the next color behind them (WCAG 2.1, 1.4.3). */
    private static final String CONTRAST = """
            const rgb = text => text.match(/[\\d.]+/g).map(Number);
            const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
              .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
              .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
            const behind = element => {
              for (let e = element; e; e = e.parentElement) {
                const color = rgb(getComputedStyle(e).backgroundColor);
                if (color.length === 3 || color[3] > 0.99) return color;
              }
              return [255, 255, 255];
            };
            const poor = [];
            const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            let texts = 0;
            while (walker.nextNode()) {
              const element = walker.currentNode.parentElement;
              if (!walker.currentNode.data.trim() || !element.checkVisibility()) continue;
              texts++;
              const [a, b] = [light(rgb(getComputedStyle(element).color)), light(behind(element))];
              const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
              if (contrast < 4.5) poor.push(walker.currentNode.data + ' ' + contrast.toFixed(2));
            }
            return texts < 10 ? ['too few texts'] : poor;
            """;

    private String[] views() throws IOException {
        gong.reset();
        String callId = register(call("one", "Renewal talk"));
        put(callId, SampleMedia.wav(44 + 32_000 * 3, 2, 1), "a.wav", "audio/wav");
        put(register(call("failed", "Failed")), new byte[0], "a.wav", "audio/wav");
        register(call("waiting", "Waiting"));
        gong.discardShorterThan(Duration.ofDays(1));
        put(register(call("discarded", "Discarded")), SampleMedia.wav(1000, 1, 2), "a.wav", "audio/wav");
        gong.processingTime(Duration.ofDays(1));
        put(register(call("processing", "Processing")), SampleMedia.wav(1000, 1, 3), "a.wav", "audio/wav");
        return new String[] {"/#/", "/#/calls/" + callId, "/#/requests", "/#/faults"};
    }

    private void show(String address) throws Exception {
        browser.open(URI.create("about:blank"));
        browser.open(gong.baseUrl().resolve(address));
        browser.await("document.querySelector('.live.on') && document.getElementById('total-calls').innerText !== '–'");
    }

    /** Waits until all of a view is there. */
    private static void settle(String view) throws Exception {
        switch (name(view)) {
            case "calls" -> browser.await("document.querySelectorAll('.row .open').length === 5");
            case "call" ->
                browser.await("document.querySelector('.wave')?.dataset.channels === '2'"
                        + " && document.querySelector('audio').duration > 0");
            case "requests" -> {
                browser.await("document.querySelectorAll('.row .open').length === 9");
                browser.click("[data-which=refused]");
                browser.await("document.querySelectorAll('.row .open').length === 1");
                browser.click(".row .open");
            }
            default -> browser.await("document.querySelector('.active')?.innerText === 'Nothing fails.'");
        }
    }

    private static String name(String view) {
        return view.equals("/#/") ? "calls" : view.startsWith("/#/calls/") ? "call" : view.substring(3);
    }

    /** How many pixels of one half of a channel's lane are drawn. */
    private static int ink(int channel, int half) throws Exception {
        return browser.run("""
                        const canvas = document.querySelector('canvas');
                        const lanes = Number(document.querySelector('.wave').dataset.channels);
                        const [width, height] = [Math.floor(canvas.width / 2), canvas.height / lanes];
                        const data = canvas.getContext('2d')
                          .getImageData(arguments[1] * width + 4, arguments[0] * height, width - 8, height).data;
                        let drawn = 0;
                        for (let i = 3; i < data.length; i += 4) drawn += data[i] > 128 ? 1 : 0;
                        return drawn;
                        """, channel, half).intValue();
    }

    private static int number(String expression) throws Exception {
        return browser.run("return " + expression).intValue();
    }

    private static ObjectNode call(String clientUniqueId, String title) {
        ObjectNode call = JSON.createObjectNode()
                .put("clientUniqueId", clientUniqueId)
                .put("title", title)
                .put("actualStart", "2026-01-31T09:30:00Z")
                .put("direction", "Inbound")
                .put("primaryUser", USER);
        var parties = call.putArray("parties");
        parties.addObject().put("userId", USER).put("mediaChannelId", 1);
        parties.addObject().put("name", "Jane Doe").put("mediaChannelId", 0);
        return call;
    }

    private String register(ObjectNode call) {
        return authorized()
                .contentType("application/json")
                .body(call.toString())
                .post("/v2/calls")
                .path("callId");
    }

    private void put(String callId, byte[] media, String fileName, String type) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        String head = "--b\r\nContent-Disposition: form-data; name=\"mediaFile\"; filename=\"" + fileName
                + "\"\r\nContent-Type: " + type + "\r\n\r\n";
        body.write(head.getBytes(StandardCharsets.US_ASCII));
        body.write(media);
        body.write("\r\n--b--\r\n".getBytes(StandardCharsets.US_ASCII));
        authorized()
                .config(RestAssured.config()
                        .encoderConfig(EncoderConfig.encoderConfig()
                                .encodeContentTypeAs("multipart/form-data", ContentType.BINARY)))
                .contentType("multipart/form-data; boundary=b")
                .body(body.toByteArray())
                .put("/v2/calls/" + callId + "/media");
    }

    private RequestSpecification authorized() {
        return given().baseUri(gong.baseUrl().toString()).auth().preemptive().basic("simulator", "simulator-secret");
    }
}
