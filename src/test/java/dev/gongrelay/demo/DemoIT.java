package dev.gongrelay.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The demo as people run it: on a terminal and without one, from odd folders, under odd locales, twice at once. */
@EnabledOnOs(OS.LINUX)
class DemoIT {
    private static final Path PROJECT = Path.of("").toAbsolutePath();
    private static final Map<String, String> TERMINAL = Map.of("LC_ALL", "C.UTF-8", "TERM", "xterm");
    private static final Map<String, String> NO_LOCALE = Map.of("LC_ALL", locale("xx_XX.UTF-8"), "TERM", "xterm");
    private static final Pattern CALL = Pattern.compile("\\d+(?= in the simulator)");
    private static final Pattern PAGE = Pattern.compile("http://127\\.0\\.0\\.1:\\d+/");

    @TempDir
    Path folder;

    @Test
    void runs_in_an_odd_folder_on_a_terminal_while_another_runs_without_locale_and_terminal() throws Exception {
        Path odd = Files.createSymbolicLink(folder.resolve("Gong Relay für alle"), PROJECT);
        DemoRun lively = DemoRun.onTerminal(80, odd, TERMINAL, "-Ddemo.size=5MB");
        DemoRun plain = DemoRun.start(PROJECT, NO_LOCALE, "-Ddemo.size=5MB", "-Ddemo.fault=killed");

        assertThat(lively.exitCode()).as(lively.printed()).isZero();
        assertThat(plain.exitCode()).as(plain.printed()).isZero();
        assertThat(Screen.width(lively.printed())).isLessThanOrEqualTo(80);
        assertThat(lively.printed()).contains("\r\u001b[K", "\u001b[32muploaded once\u001b[0m");
        assertThat(Screen.lines(lively.printed()))
                .contains("  Detected      audio/wav, stereo, 1 min 18 s", "  Warnings      none")
                .anyMatch(line -> line.matches("  Memory {8}\\d+ MB resident at most, with \\d+ of 64 MiB .*"))
                .anyMatch(line -> line.startsWith("  Verdict       the same bytes, uploaded once"));
        assertThat(picture()).isNotEmpty().isSubsetOf(withoutNumbers(Screen.lines(lively.printed())));
        assertThat(plain.printed())
                .doesNotContain("\r", "\u001b")
                .contains("the function was killed with ", "1 call in Gong", "the same bytes, uploaded once");
        assertThat(Screen.width(plain.printed())).isLessThanOrEqualTo(80);
    }

    @Test
    void checks_confirms_and_keeps_the_page_with_everything_in_it_until_ctrl_c() throws Exception {
        DemoRun run = DemoRun.start(
                PROJECT, NO_LOCALE, "-Ddemo.size=1MB", "-Ddemo.keep=true", "-Ddemo.check=true", "-Ddemo.arrival=true");
        run.await("until Ctrl-C");
        String page = found(PAGE, run.printed());
        String callId = found(CALL, run.printed());

        assertThat(run.printed())
                .contains("ok  Gong: accepts the key", "title comes from sidecar")
                .containsPattern("Would be +relayed")
                .containsPattern("Arrival +confirmed")
                .containsPattern("Detected +audio/wav, stereo, ");
        assertThat(get(page)).contains("Gong simulator");
        assertThat(get(page + "page/calls")).contains("A demo of Gong Relay", callId);
        assertThat(get(page + "media/" + callId)).startsWith("RIFF");
        run.interrupt();

        assertThat(run.exitCode()).isEqualTo(130);
        assertThat(run.printed()).endsWith("Stopped.\n");
    }

    @Test
    void shows_wrong_details_as_a_list_without_the_colors_that_nobody_wants_and_ends_with_1() throws Exception {
        Path details = Files.writeString(
                folder.resolve("wrong.json"),
                "{\"actualStart\":\"soon\",\"direction\":\"sideways\",\"primaryUser\":\"Robin Rep\"}");
        Map<String, String> environment = Map.of("LC_ALL", locale("C"), "TERM", "xterm", "NO_COLOR", "1");

        DemoRun run = DemoRun.onTerminal(120, PROJECT, environment, "-Ddemo.size=1MB", "-Ddemo.details=" + details);

        assertThat(run.exitCode()).as(run.printed()).isEqualTo(1);
        assertThat(run.printed()).contains("\r\u001b[K").doesNotContain("\u001b[3");
        assertThat(Screen.lines(run.printed()).stream().filter(line -> line.startsWith("    - ")))
                .hasSizeGreaterThanOrEqualTo(4)
                .anyMatch(line -> line.contains("actualStart"))
                .anyMatch(line -> line.contains("direction"))
                .anyMatch(line -> line.contains("primaryUser"));
        assertThat(run.printed()).containsOnlyOnce("In sidecar");
        assertThat(Screen.width(run.printed())).isLessThanOrEqualTo(100);
    }

    /** This locale, which is poor or missing, unless Java needs a better one to find its classes in the project's path. */
    private static String locale(String poor) {
        return StandardCharsets.US_ASCII.newEncoder().canEncode(PROJECT.toString()) ? poor : "C.UTF-8";
    }

    /** What the picture in the README shows of the demo itself, which follows what it shows of the build. */
    private static List<String> picture() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("docs/demo.svg")).stream()
                .filter(line -> line.startsWith("<text"))
                .map(line -> line.replaceAll("<[^>]*>", "").replace("&#x27;", "'"))
                .dropWhile(line -> !line.startsWith("  S3 "))
                .toList();
        return withoutNumbers(lines);
    }

    private static List<String> withoutNumbers(List<String> lines) {
        return lines.stream()
                .map(line -> line.replaceAll("[0-9a-f]{64}", "hash").replaceAll("\\d[\\d.,]*( [kMG]?B)?", "0"))
                .toList();
    }

    private static String found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return matcher.group();
    }

    private static String get(String address) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString())
                .body();
    }
}
