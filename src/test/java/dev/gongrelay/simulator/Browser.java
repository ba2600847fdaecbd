package dev.gongrelay.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A Chromium without a window, driven by chromedriver (W3C, "WebDriver", 2018-06-05). */
final class Browser {
    /** Keys as WebDriver writes them. */
    static final String ENTER = "\uE007";

    static final String TAB = "\uE004";
    static final String ESCAPE = "\uE00C";
    static final String DOWN = "\uE015";
    static final String END = "\uE010";
    static final String RIGHT = "\uE014";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DRIVER = "chromedriver";
    private static final Pattern STARTED = Pattern.compile("started successfully on port (\\d+)");

    private static @Nullable Browser shared;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path folder = TemporaryFolder.create();
    private final Process driver;
    private final String session;

    private Browser() throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(DRIVER, "--port=0").redirectErrorStream(true);
        builder.environment().put("TMPDIR", folder.toString());
        driver = builder.start();
        URI address = URI.create("http://127.0.0.1:" + port(driver.inputReader()) + "/session");
        ObjectNode options = JSON.createObjectNode();
        options.putArray("args")
                .add("--headless=new")
                .add("--no-sandbox")
                .add("--disable-dev-shm-usage")
                .add("--disable-gpu")
                .add("--autoplay-policy=no-user-gesture-required")
                .add("--mute-audio")
                .add("--window-size=1280,800");
        ObjectNode capabilities = JSON.createObjectNode();
        ObjectNode always = capabilities.putObject("capabilities").putObject("alwaysMatch");
        always.set("goog:chromeOptions", options);
        always.putObject("goog:loggingPrefs").put("browser", "ALL");
        session = address + "/"
                + send(address, "POST", capabilities).path("sessionId").asText() + "/";
    }

    /** The browser that all tests of this JVM share, because starting one takes longer than most tests. */
    static synchronized Browser shared() throws IOException, InterruptedException {
        if (shared == null) {
            Browser browser = new Browser();
            Runtime.getRuntime().addShutdownHook(new Thread(browser::close, "browser's end"));
            shared = browser;
        }
        return shared;
    }

    /** Whether this machine has a Chromium and chromedriver. */
    static boolean isInstalled() {
        return Stream.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, DRIVER)));
    }

    void open(URI address) throws IOException, InterruptedException {
        post("url", JSON.createObjectNode().put("url", address.toString()));
    }

    /** Runs a function's body; returns its result. */
    JsonNode run(String script, Object... arguments) throws IOException, InterruptedException {
        ObjectNode body = JSON.createObjectNode().put("script", script);
        body.set("args", JSON.valueToTree(arguments));
        return post("execute/sync", body);
    }

    /** Waits until the expression is true. */
    void await(String expression) {
        Eventually.until(expression, () -> {
            try {
                return run("return Boolean(" + expression + ")").booleanValue();
            } catch (IOException e) {
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        });
    }

    /** The visible text of the first element that the selector finds. */
    String text(String selector) throws IOException, InterruptedException {
        return run("return document.querySelector(arguments[0]).innerText", selector)
                .asText();
    }

    void click(String selector) throws IOException, InterruptedException {
        post("element/" + element(selector) + "/click", JSON.createObjectNode());
    }

    void type(String selector, String text) throws IOException, InterruptedException {
        post("element/" + element(selector) + "/value", JSON.createObjectNode().put("text", text));
    }

    /** Presses keys, one after another, wherever the focus is. */
    void press(String... keys) throws IOException, InterruptedException {
        ObjectNode body = JSON.createObjectNode();
        ArrayNode actions = body.putArray("actions")
                .addObject()
                .put("type", "key")
                .put("id", "keyboard")
                .putArray("actions");
        for (String key : keys) {
            actions.addObject().put("type", "keyDown").put("value", key);
            actions.addObject().put("type", "keyUp").put("value", key);
        }
        post("actions", body);
    }

    /** The names that assistive technology gives the elements which the selector finds and which can be seen. */
    List<String> names(String selector) throws IOException, InterruptedException {
        ObjectNode find = JSON.createObjectNode().put("using", "css selector").put("value", selector);
        List<String> names = new ArrayList<>();
        for (JsonNode found : post("elements", find)) {
            String id = found.elements().next().asText();
            if (get("element/" + id + "/displayed").booleanValue()) {
                names.add(get("element/" + id + "/computedlabel").asText());
            }
        }
        return names;
    }

    /** Shows pages as to somebody who prefers {@code light} or {@code dark}. */
    void prefer(String scheme) throws IOException, InterruptedException {
        ObjectNode parameters = JSON.createObjectNode();
        parameters
                .putArray("features")
                .addObject()
                .put("name", "prefers-color-scheme")
                .put("value", scheme);
        devtools("Emulation.setEmulatedMedia", parameters);
    }

    /** Resizes the page, in CSS pixels. */
    void resize(int width, int height) throws IOException, InterruptedException {
        devtools(
                "Emulation.setDeviceMetricsOverride",
                JSON.createObjectNode()
                        .put("width", width)
                        .put("height", height)
                        .put("deviceScaleFactor", 1)
                        .put("mobile", width < 600));
    }

    /** Writes a screenshot as PNG to this file. */
    void screenshot(Path file) throws IOException, InterruptedException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, Base64.getDecoder().decode(get("screenshot").asText()));
    }

    /** The errors since the browser was last asked: of scripts, of resources, and against the page's policy. */
    List<String> complaints() throws IOException, InterruptedException {
        List<String> complaints = new ArrayList<>();
        for (JsonNode entry : post("se/log", JSON.createObjectNode().put("type", "browser"))) {
            if (entry.path("level").asText().equals("SEVERE")) {
                complaints.add(entry.path("message").asText());
            }
        }
        return complaints;
    }

    private void close() {
        try {
            send(URI.create(session.substring(0, session.length() - 1)), "DELETE", null);
        } catch (IOException e) {
            System.err.println("the browser could not be ended: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            driver.destroyForcibly().onExit().join();
            TemporaryFolder.delete(folder);
        }
    }

    private void devtools(String command, ObjectNode parameters) throws IOException, InterruptedException {
        ObjectNode body = JSON.createObjectNode().put("cmd", command);
        body.set("params", parameters);
        post("goog/cdp/execute", body);
    }

    private String element(String selector) throws IOException, InterruptedException {
        return post(
                        "element",
                        JSON.createObjectNode().put("using", "css selector").put("value", selector))
                .elements()
                .next()
                .asText();
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        return send(URI.create(session + path), "GET", null);
    }

    private JsonNode post(String path, JsonNode body) throws IOException, InterruptedException {
        return send(URI.create(session + path), "POST", body);
    }

    private JsonNode send(URI address, String method, @Nullable JsonNode body)
            throws IOException, InterruptedException {
        HttpRequest.BodyPublisher publisher = body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(body.toString());
        HttpRequest request =
                HttpRequest.newBuilder(address).method(method, publisher).build();
        JsonNode value = JSON.readTree(
                        http.send(request, HttpResponse.BodyHandlers.ofString()).body())
                .path("value");
        if (value.has("error")) {
            throw new IOException(method + " " + address.getPath() + ": "
                    + value.path("message").asText());
        }
        return value;
    }

    private static int port(BufferedReader output) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            Matcher started = STARTED.matcher(line);
            if (started.find()) {
                return Integer.parseInt(started.group(1));
            }
        }
        throw new IOException("chromedriver ended without having started");
    }
}
