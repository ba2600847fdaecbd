package dev.gongrelay.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gongrelay.event.Announcement;
import dev.gongrelay.event.RecordingReference;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.TransientException;
import dev.gongrelay.gong.UploadResult;
import dev.gongrelay.people.Person;
import dev.gongrelay.recording.TestDetails;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ReceiptTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOW = Instant.parse("2026-03-01T09:00:00.123456Z");

    @Test
    void is_documented_with_every_field() throws Exception {
        RecordingReference recording = new RecordingReference("calls", "call.wav", "v1");
        Receipt failed = Receipt.none(recording)
                .claimed("owner", recording, Announcement.PLAIN, NOW, Duration.ofMinutes(1))
                .checkpointed("555", TestDetails.mapped("unique-1", "\"mapping\""), "\"tag\"", 4096, NOW)
                .released(new TransientException(FailureCode.GONG_THROTTLED, "429"));
        Receipt given = failed.checkpointed("666", TestDetails.given("666"), "\"tag\"", 4096, NOW);
        Receipt claimed = given.claimed("another", recording, Announcement.PLAIN, NOW, Duration.ofMinutes(1));
        Receipt skipped = claimed.naming(List.of(new Person("primaryUser", "extension:3201", "7", false)))
                .skipped("too short", NOW);
        Receipt relayed = claimed.relayed(
                "another",
                new UploadResult("777", "url", "request", UploadResult.Kind.UPLOADED, 1, true),
                "\"tag\"",
                1,
                List.of(),
                NOW);
        Receipt swept = Receipt.none(recording)
                .claimed("owner", recording, new Announcement(NOW, "sweep-1"), NOW, Duration.ofMinutes(1));
        Receipt arrived =
                relayed.with(ReceiptState.RELAYED, to -> new ArrivalNotes(to).ended(Arrival.CONFIRMED, NOW, 60L));

        Set<String> written = new TreeSet<>();
        for (Receipt receipt : List.of(failed, given, claimed, skipped, relayed, swept, arrived)) {
            addNames(JSON.readTree(receipt.toString()), "", written);
        }
        assertThat(documentedFields()).isEqualTo(written);
    }

    @Test
    void has_an_example_in_its_document_that_it_understands() throws Exception {
        Matcher example = Pattern.compile("```json\n(.*)\n```").matcher(document());
        assertThat(example.find()).isTrue();

        Receipt receipt =
                Receipt.of(JSON.readTree(example.group(1)), new RecordingReference("calls", "2026/03/call.wav", null));

        assertThat(receipt.state()).isEqualTo(ReceiptState.RELAYED);
        assertThat(receipt).hasToString(example.group(1));
    }

    @Test
    void names_every_state_in_its_document() throws Exception {
        Set<String> states = Pattern.compile("^\\| `(\\w+)`[^|]*\\| [^|]*\\| [^|]*\\|$", Pattern.MULTILINE)
                .matcher(document())
                .results()
                .map(row -> row.group(1))
                .collect(Collectors.toSet());

        assertThat(states)
                .containsExactlyInAnyOrder(List.of(ReceiptState.values()).stream()
                        .map(state -> state.name().toLowerCase(Locale.ROOT))
                        .toArray(String[]::new));
    }

    private static void addNames(JsonNode object, String path, Set<String> names) {
        object.properties().forEach(field -> {
            if (field.getValue().isObject()) {
                addNames(field.getValue(), path + field.getKey() + ".", names);
            } else {
                names.add(path + field.getKey());
            }
        });
    }

    private static Set<String> documentedFields() throws IOException {
        Set<String> fields = new TreeSet<>();
        Pattern.compile("^\\| ([^|]+) \\| [^|]+ \\| [^|]+ \\| [^|]+ \\|$", Pattern.MULTILINE)
                .matcher(document())
                .results()
                .forEach(row -> Pattern.compile("`([\\w.]+)`")
                        .matcher(row.group(1))
                        .results()
                        .forEach(name -> fields.add(name.group(1))));
        return fields;
    }

    private static String document() throws IOException {
        return Files.readString(Path.of("docs", "receipts.md"));
    }
}
