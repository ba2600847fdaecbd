package dev.gongrelay.simulator;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How people use the simulator's page. */
class SimulatorPageBrowserTest extends BrowserPage {
    @Test
    void shows_calls_as_they_come() throws Exception {
        show("/");
        assertThat(browser.text(".nothing")).startsWith("No calls yet.");

        String callId = register("one", "Renewal talk");
        browser.await("document.querySelector('.row .state')?.innerText === 'Waiting for media'");
        putWav(callId, SampleMedia.wav(44 + 16_000 * 75, 1, 1));
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
        register("one", "Renewal talk");
        register("two", "Onboarding");
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
        String callId = register("one", "Renewal talk");
        byte[] media = SampleMedia.wav(44 + 32_000 * 12, 2, 1);
        for (int i = 44; i < media.length; i += 4) {
            boolean firstHalf = i < media.length / 2;
            media[firstHalf ? i + 2 : i] = 0;
            media[firstHalf ? i + 3 : i + 1] = 0;
        }
        putWav(callId, media);
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
        String callId = register("one", "Renewal talk");
        putWav(callId, SampleMedia.wav(44 + 32_000 * 60, 2, 1));
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

    /** Files with a tone of 440 Hz on the left channel and one of 1,000 Hz on the right, listened to while they play. */
    @ParameterizedTest
    @CsvSource({
        "tones.wav, audio/wav",
        "tones.flac, audio/flac",
        "tones.mp3, audio/mpeg",
        "tones.m4a, audio/mp4",
        "tones.mkv, audio/x-matroska"
    })
    void sounds_as_what_was_uploaded_on_each_channel(String file, String type) throws Exception {
        String callId = register("one", file);
        client.put(callId, file.equals("tones.wav") ? tones() : media(file), file, type);
        show("/#/calls/" + callId);
        browser.await("document.querySelector('audio')?.duration > 1.9");

        browser.run("const audio = document.querySelector('audio'); audio.loop = true; audio.play()");
        browser.await("document.querySelector('audio').currentTime > 0.1");
        browser.run("""
                const context = new AudioContext();
                const splitter = context.createChannelSplitter(2);
                context.createMediaStreamSource(document.querySelector('audio').captureStream()).connect(splitter);
                const channels = [0, 1].map(channel => {
                  const analyser = new AnalyserNode(context, {fftSize: 8192, smoothingTimeConstant: 0});
                  splitter.connect(analyser, channel);
                  return analyser;
                });
                window.heard = () => channels.map(analyser => {
                  const loudness = new Float32Array(analyser.frequencyBinCount);
                  analyser.getFloatFrequencyData(loudness);
                  const loudest = Math.max(...loudness);
                  return loudest > -60 ? loudness.indexOf(loudest) * context.sampleRate / analyser.fftSize : 0;
                });
                """);

        // As exact as 8,192 samples can tell.
        browser.await("[440, 1000].every((tone, channel) => Math.abs(heard()[channel] - tone) < 6)");
    }

    private static byte[] tones() {
        byte[] media = SampleMedia.wav(44 + 2 * 32_000, 2, 1);
        for (int i = 0; i < 16_000; i++) {
            double angle = 2 * Math.PI * i / 8_000;
            short left = (short) (8_000 * Math.sin(440 * angle));
            short right = (short) (8_000 * Math.sin(1_000 * angle));
            ByteBuffer.wrap(media, 44 + 4 * i, 4)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putShort(left)
                    .putShort(right);
        }
        return media;
    }

    private static byte[] media(String file) throws IOException {
        try (InputStream media = SimulatorPageBrowserTest.class.getResourceAsStream(
                (file.startsWith("tones") ? "/tones/" : "/media/") + file)) {
            return media.readAllBytes();
        }
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
        String callId = register("one", file);
        client.put(callId, media(file), file, type);

        show("/#/calls/" + callId);

        browser.await("document.querySelector('.wave')?.dataset.channels > 0");
        assertThat(ink(0, 0) + ink(0, 1)).isPositive();
    }

    @Test
    void logs_refused_requests_with_gongs_words() throws Exception {
        String callId = register("one", "Renewal talk");
        given().post(gong.baseUrl() + "/v2/calls").then().statusCode(401);
        putWav("999", new byte[1]);
        client.json().body(call("one", "again").toString()).post("/v2/calls");
        show("/#/requests");
        browser.await("document.querySelectorAll('.row .open').length === 4");

        browser.click("[data-which=refused]");
        browser.await("document.querySelectorAll('.row').length === 3");
        assertThat(browser.text("[data-index='0'] .status")).isEqualTo("400");
        assertThat(browser.text("[data-index='1'] .words")).isEqualTo("there is no call 999");
        assertThat(browser.text("[data-index='2'] .words")).isEqualTo("Unauthorized");
        browser.click("[data-index='0'] .open");

        assertThat(browser.text(".detail")).contains("has already been posted for the call " + callId, "request ID");
        browser.click(".detail a");
        browser.await("document.querySelector('h1')?.innerText === 'Renewal talk'");
    }

    @Test
    void orders_faults_and_shows_what_is_to_come() throws Exception {
        show("/#/faults");
        browser.await("document.querySelector('.active')?.innerText === 'Nothing fails.'");

        browser.click("form button");
        browser.await("document.querySelector('.active li')?.innerText.startsWith('answer 429 the next 3 times')");
        client.authorized().get("/v2/users").then().statusCode(429);
        browser.await("document.querySelector('.active li')?.innerText.startsWith('answer 429 the next 2 times')");
        browser.type("#rate", "x");
        browser.click("form:nth-of-type(2) button");
        browser.await("document.querySelector('.problem').innerText.includes('is not a rate')");
        assertThat(browser.complaints()).allMatch(complaint -> complaint.contains("400"));
        browser.click("section > button");

        browser.await("document.querySelector('.active')?.innerText === 'Nothing fails.'");
        client.authorized().get("/v2/users").then().statusCode(200);
    }

    @Test
    void can_be_used_with_the_keyboard_alone() throws Exception {
        register("one", "Renewal talk");
        register("two", "Onboarding");
        show("/");
        browser.await("document.querySelectorAll('.row .open').length === 2");

        browser.press("/");
        browser.await("document.activeElement.id === 'search'");
        browser.press(Browser.TAB);
        browser.run("document.activeElement.blur()");
        browser.press(Browser.DOWN, Browser.DOWN);
        browser.await("document.activeElement.innerText === 'Renewal talk'");
        browser.press(Browser.ENTER);
        browser.await("document.querySelector('h1')?.innerText === 'Renewal talk'");
        browser.press(Browser.ESCAPE);
        browser.await("document.querySelectorAll('.row .open').length === 2");
        browser.press(Browser.DOWN);
        browser.await("document.activeElement.innerText === 'Onboarding'");
    }

    @Test
    void shows_texts_as_they_are_and_each_in_its_own_direction() throws Exception {
        String title = "<img src=x onerror=alert(1)> \u202Eمكالمة";
        register("one", title);

        show("/");

        browser.await("document.querySelector('.row .title bdi')?.textContent === " + JSON.valueToTree(title));
        assertThat(browser.run("return getComputedStyle(document.querySelector('.row .title bdi')).unicodeBidi")
                        .asText())
                .isEqualTo("isolate");
        assertThat(number("document.querySelectorAll('.row img').length")).isZero();
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
}
