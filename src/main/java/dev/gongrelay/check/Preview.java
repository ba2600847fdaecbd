package dev.gongrelay.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gongrelay.event.RecordingReference;
import dev.gongrelay.failure.RelayException;
import dev.gongrelay.people.IdentifiedDetails;
import dev.gongrelay.people.Person;
import dev.gongrelay.receipt.Receipt;
import dev.gongrelay.recording.Findings;
import dev.gongrelay.recording.Recording;
import dev.gongrelay.source.MediaFormat;
import dev.gongrelay.telemetry.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What would become of a recording if its event came now. For one thread. */
final class Preview {
    /** The whole reason is in the answer about one recording. */
    private static final int LONGEST_BRIEF_REASON = 300;

    private final RecordingReference recording;
    private final Findings findings = new Findings();
    private @Nullable Receipt receipt;
    private Outcome outcome = Outcome.RELAYED;
    private @Nullable String code;
    private @Nullable String reason;
    /** Warnings for whoever asks about this recording alone. */
    private final List<String> hints = new ArrayList<>();

    private List<String> warnings = List.of();
    private List<Person> people = List.of();
    private @Nullable ObjectNode call;

    Preview(RecordingReference recording) {
        this.recording = recording;
    }

    /** Collects what is found while the recording is looked for. */
    Findings findings() {
        return findings;
    }

    /** The recording has a receipt of earlier deliveries. */
    void has(Receipt found) {
        receipt = found;
    }

    /** Adds a warning that the recording's delivery would not have. */
    void warn(String hint) {
        hints.add(hint);
    }

    /** It would be relayed, unless its people are refused. */
    Preview relayed(Recording found, IdentifiedDetails identified) {
        people = identified.people();
        warnings = Stream.concat(found.warnings().stream(), identified.warnings().stream())
                .toList();
        call = identified.details().document();
        return identified.refusal() == null ? this : failed(identified.refusal());
    }

    /** An earlier delivery brought it to Gong: nothing would happen. */
    Preview alreadyRelayed() {
        outcome = Outcome.ALREADY_RELAYED;
        return this;
    }

    /** It would not be relayed, and nothing would fail. */
    Preview skipped(String why) {
        outcome = Outcome.SKIPPED;
        reason = why;
        return this;
    }

    /** It would be rejected, or retried later. */
    Preview failed(RelayException failure) {
        outcome = Outcome.of(failure);
        code = failure.code().toString();
        reason = failure.getMessage();
        return this;
    }

    /** All of it, as JSON. */
    ObjectNode whole() {
        ObjectNode json = outline().put("reason", reason);
        findings.format().ifPresent(format -> json.set("format", describe(format)));
        json.set("call", call());
        ObjectNode layers = json.putObject("layers");
        new TreeMap<>(findings.origins()).forEach(layers::put);
        ArrayNode looked = json.putArray("people");
        people.forEach(person -> describe(person, looked.addObject()));
        ArrayNode warned = json.putArray("warnings");
        hints.forEach(warned::add);
        warnings.forEach(warned::add);
        if (receipt != null) {
            json.set("receipt", receipt.document());
        }
        return withoutNulls(json);
    }

    /** What a table of many needs, as JSON. */
    ObjectNode brief() {
        ObjectNode json = outline()
                .put("reason", reason == null ? null : RelayException.cut(reason, LONGEST_BRIEF_REASON))
                .put("primaryUser", call().path("primaryUser").textValue())
                .put("warnings", warnings.size());
        findings.format().ifPresent(format -> putSeconds(json, format));
        return withoutNulls(json);
    }

    /** The call as Gong would get it, or as far as it was read. */
    private ObjectNode call() {
        return call == null ? findings.details() : call;
    }

    private static void describe(Person person, ObjectNode json) {
        withoutNulls(
                json.put("field", person.field()).put("given", person.given()).put("userId", person.userId()));
        if (person.isDefault()) {
            json.put("default", true);
        }
    }

    private ObjectNode outline() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("recording", recording.toString())
                .put("wouldBe", outcome.toString())
                .put("code", code);
        findings.sizeBytes().ifPresent(size -> json.put("bytes", size));
        return json;
    }

    private static ObjectNode describe(MediaFormat format) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("contentType", format.contentType());
        if (format.channelCount() > 0) {
            json.put("channels", format.channelCount());
        }
        putSeconds(json, format);
        return json;
    }

    private static void putSeconds(ObjectNode json, MediaFormat format) {
        if (!format.duration().equals(Duration.ZERO)) {
            json.put("seconds", format.duration().toMillis() / 1000.0);
        }
    }

    private static ObjectNode withoutNulls(ObjectNode json) {
        return json.removeIf(JsonNode::isNull);
    }
}
