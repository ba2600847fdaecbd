package dev.gongrelay.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.PermanentException;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Opens any event that Lambda passes on: a notification by S3 or EventBridge, alone or wrapped by a queue or topic. */
@Singleton
public class Envelopes {
    private static final List<EnvelopeFormat> FORMATS = List.of(
            new SqsEvent(),
            new SnsEvent(),
            new S3Notification(),
            new EventBridgeEvent(),
            new BatchJob(),
            new SnsNotification(),
            new FailureRecord(),
            new CheckEvent(),
            new JoinEvent(),
            new ArrivalEvent(),
            new S3TestEvent());

    private final ObjectReader reader;
    private final ObjectWriter writer;

    Envelopes(ObjectMapper json) {
        this.reader = json.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        this.writer = json.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);
    }

    /**
     * Opens an invocation's event; leaves the stream open.
     *
     * @throws PermanentException ({@link FailureCode#EVENT_INVALID}) if it is not JSON, or has no known form
     * @throws IOException if it can't be read to its end
     */
    public Envelope open(InputStream event) throws IOException {
        try {
            return new EventReader(reader.createParser(event), this).read();
        } catch (JsonProcessingException e) {
            throw unreadable("the event", e);
        }
    }

    /**
     * Opens an event. What in it can't be read is a defect of its delivery.
     *
     * @throws PermanentException ({@link FailureCode#EVENT_INVALID}) if the event has no known form
     */
    Envelope open(JsonNode event) {
        return formatOf(event).open(event, this);
    }

    EnvelopeFormat formatOf(JsonNode event) {
        return FORMATS.stream()
                .filter(format -> format.matches(event))
                .findFirst()
                .orElseThrow(() -> new PermanentException(
                        FailureCode.EVENT_INVALID, "the event has no known form: " + Fields.describe(event)));
    }

    /** Makes one delivery of what {@code content} adds; what it throws is the delivery's defect. */
    Delivery delivery(
            String id, Supplier<String> original, @Nullable QueueMessage message, Consumer<Announcements> content) {
        Announcements reading = new Announcements(this);
        reading.attempt("", () -> content.accept(reading));
        return new Delivery(
                id, reading.references(), reading.defects(), original, message, reading.arrival(), reading.sweepId());
    }

    JsonNode parse(String text) {
        try {
            // A message that was sent from a file may begin with a byte order mark.
            JsonNode json = reader.readTree(text.startsWith("\ufeff") ? text.substring(1) : text);
            if (!json.isMissingNode()) {
                return json;
            }
        } catch (JsonProcessingException e) {
            throw unreadable("the message in the event", e);
        }
        throw new PermanentException(FailureCode.EVENT_INVALID, "the message in the event is not JSON");
    }

    /** Without the exception, whose message quotes the text. */
    private static PermanentException unreadable(String what, JsonProcessingException why) {
        return new PermanentException(
                FailureCode.EVENT_INVALID,
                why instanceof StreamConstraintsException limit
                        ? what + " exceeds a limit of JSON: " + limit.getOriginalMessage()
                        : what + " is not JSON");
    }

    /** The text of a message with this notice. */
    public String text(ArrivalNotice notice) {
        return write(ArrivalEvent.of(notice));
    }

    /** JSON in ASCII: SQS does not accept every character. */
    String write(JsonNode tree) {
        try {
            return writer.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
