package dev.gongrelay.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The line in the function's log about a recording that it relayed. */
final class OutcomeLine {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String WARNING = "; warning: ";

    private final JsonNode line;

    private OutcomeLine(JsonNode line) {
        this.line = line;
    }

    /** The last one in a log; empty if the function relayed nothing. */
    static Optional<OutcomeLine> last(String log) {
        return log.lines()
                .filter(line -> line.startsWith("{"))
                .map(OutcomeLine::parsed)
                .flatMap(Optional::stream)
                // A line of metrics has an outcome, too, but names no recording.
                .filter(line -> line.field("outcome").equals("relayed") && line.line.has("key"))
                .reduce((earlier, later) -> later);
    }

    private static Optional<OutcomeLine> parsed(String line) {
        try {
            return Optional.of(new OutcomeLine(JSON.readTree(line)));
        } catch (JsonProcessingException e) {
            // Cut off, because the function was killed in the middle of it.
            return Optional.empty();
        }
    }

    /** Format, channels and duration, as far as the recording tells. */
    String detected() {
        List<String> parts = new ArrayList<>(List.of(field("contentType")));
        String channels = field("channels");
        if (!channels.isEmpty()) {
            parts.add(
                    switch (channels) {
                        case "1" -> "mono";
                        case "2" -> "stereo";
                        default -> channels + " channels";
                    });
        }
        String seconds = field("mediaSeconds");
        if (!seconds.isEmpty()) {
            parts.add(time(Duration.ofMillis(Math.round(1000 * Double.parseDouble(seconds)))));
        }
        return String.join(", ", parts);
    }

    /** The relay's warnings. */
    List<String> warnings() {
        String[] parts = line.path("message").asText().split(WARNING, -1);
        return List.of(Arrays.copyOfRange(parts, 1, parts.length));
    }

    /** Gong's ID of the call. */
    String callId() {
        return field("callId");
    }

    /** The call's page in Gong; empty if Gong gave none. */
    String url() {
        return field("url");
    }

    private String field(String name) {
        return line.path(name).asText();
    }

    private static String time(Duration duration) {
        if (duration.toHours() > 0) {
            return duration.toHours() + " h " + duration.toMinutesPart() + " min";
        }
        return duration.toMinutes() > 0
                ? duration.toMinutes() + " min " + duration.toSecondsPart() + " s"
                : String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1e3);
    }
}
