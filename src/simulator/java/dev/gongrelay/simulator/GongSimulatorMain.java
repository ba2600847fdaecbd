package dev.gongrelay.simulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Runs the simulator by itself until it is interrupted. */
public final class GongSimulatorMain {
    private static final String HELP = """
            Gong simulator: takes calls and their media as Gong does, and shows them on a page.

              --port N                  the port of 127.0.0.1 (8484)
              --access-key KEY          the access key (simulator)
              --access-key-secret TEXT  its secret (simulator-secret)
              --media-folder FOLDER     keep accepted media there, to be listened to on the page
              --users FILE              the users that Gong lists, as JSON (a few samples)
              --max-size SIZE           the largest media, such as 100MB (1.5GB)
              --help                    this text
            """;

    private GongSimulatorMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        try {
            run(arguments);
        } catch (IllegalArgumentException | IllegalStateException | IOException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private static void run(String[] arguments) throws IOException, InterruptedException {
        SimulatorOptions options = GongSimulator.options().port(8484);
        String accessKey = "simulator";
        String accessKeySecret = "simulator-secret";
        for (int i = 0; i < arguments.length; i += 2) {
            if (arguments[i].equals("--help")) {
                System.out.print(HELP);
                return;
            }
            if (i + 1 == arguments.length) {
                throw new IllegalArgumentException(arguments[i] + " needs a value; --help lists the options");
            }
            String value = arguments[i + 1];
            switch (arguments[i]) {
                case "--port" -> options.port(port(value));
                case "--access-key" -> accessKey = value;
                case "--access-key-secret" -> accessKeySecret = value;
                case "--media-folder" ->
                    options.mediaFolder(Files.createDirectories(Path.of(value).toAbsolutePath()));
                case "--users" -> options.users(GongUser.read(Path.of(value)));
                case "--max-size" -> options.maxSize(ByteSize.parse(value));
                default ->
                    throw new IllegalArgumentException("There is no option " + arguments[i] + "; --help lists them");
            }
        }
        GongSimulator gong = options.credentials(accessKey, accessKeySecret).start();
        System.out.println("Gong simulator: " + gong.baseUrl() + " (Ctrl-C ends it)");
        System.out.println("For the relay: RELAY_GONG_BASE_URL=" + gong.baseUrl()
                + " RELAY_GONG_ALLOWED_HOST=127.0.0.1 RELAY_GONG_ACCESS_KEY=" + accessKey);
        Thread.sleep(Long.MAX_VALUE);
    }

    private static int port(String value) {
        if (!value.matches("\\d{1,5}") || Integer.parseInt(value) > 65535) {
            throw new IllegalArgumentException("\"" + value + "\" is no port");
        }
        return Integer.parseInt(value);
    }
}
