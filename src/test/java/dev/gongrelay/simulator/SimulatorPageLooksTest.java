package dev.gongrelay.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether the simulator's page is accessible. Leaves screenshots in {@code target/screenshots}. */
class SimulatorPageLooksTest extends BrowserPage {
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

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

    /** The right edges of the times of calls. */
    private static final String ENDS = """
            return [...new Set([...document.querySelectorAll('.row .start')].map(time => {
              const range = document.createRange();
              range.selectNodeContents(time);
              return Math.round(range.getBoundingClientRect().right);
            }))];
            """;

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
            assertThat(browser.run(ENDS).size()).as(view).isLessThanOrEqualTo(1);
            browser.screenshot(SCREENSHOTS.resolve(name(view) + "-phone.png"));
        }
    }

    private String[] views() {
        gong.reset();
        String callId = register("one", "Renewal talk");
        putWav(callId, SampleMedia.wav(44 + 32_000 * 3, 2, 1));
        putWav(register("failed", "Failed"), new byte[0]);
        register("waiting", "Waiting");
        gong.discardShorterThan(Duration.ofDays(1));
        putWav(register("discarded", "Discarded"), SampleMedia.wav(1000, 1, 2));
        gong.processingTime(Duration.ofDays(1));
        putWav(register("processing", "Processing"), SampleMedia.wav(1000, 1, 3));
        return new String[] {"/#/", "/#/calls/" + callId, "/#/requests", "/#/faults"};
    }

    /** Waits until a view is complete. */
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
}
