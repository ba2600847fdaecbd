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

/** Opens any event that the function receives, such as a notification from S3, alone or wrapped by a queue or topic. */
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
     * @throws PermanentException ({@link FailureCode#EVENT_INVALID}) if it is not JSON, or has no known format
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
     * Opens an event. Anything in it that can't be read becomes a defect of its delivery.
     *
     * @throws PermanentException ({@link FailureCode#EVENT_INVALID}) if the event has no known format
     */
    Envelope open(JsonNode event) {
        return formatOf(event).open(event, this);
    }

    EnvelopeFormat formatOf(JsonNode event) {
        return FORMATS.stream()
                .filter(format -> format.matches(event))
                .findFirst()
                .orElseThrow(() -> new PermanentException(
                        FailureCode.EVENT_INVALID, "the event has no known format: " + Fields.describe(event)));
    }

    /** Makes a delivery of what {@code content} adds. If it throws, that is a defect of the delivery. */
    Delivery delivery(
            String id, Supplier<String> original, @Nullable QueueMessage message, Consumer<Announcements> content) {
        Announcements announcements = new Announcements(this);
        announcements.attempt("", () -> content.accept(announcements));
        return new Delivery(
                id,
                announcements.references(),
                announcements.defects(),
                original,
                message,
                announcements.arrival(),
                announcements.sweepId());
    }

    JsonNode parse(String text) {
        try {
            // A message sent from a file may begin with a byte order mark.
            JsonNode json = reader.readTree(text.startsWith("\ufeff") ? text.substring(1) : text);
            if (!json.isMissingNode()) {
                return json;
            }
        } catch (JsonProcessingException e) {
            throw unreadable("the message in the event", e);
        }
        throw new PermanentException(FailureCode.EVENT_INVALID, "the message in the event is not JSON");
    }

    /** Drops the cause, whose message quotes the text. */
    private static PermanentException unreadable(String what, JsonProcessingException why) {
        return new PermanentException(
                FailureCode.EVENT_INVALID,
                why instanceof StreamConstraintsException limit
                        ? what + " exceeds a JSON limit: " + limit.getOriginalMessage()
                        : what + " is not JSON");
    }

    /** The body of a queue message with this notice. */
    public String text(ArrivalNotice notice) {
        return write(ArrivalEvent.of(notice));
    }

    /** Writes ASCII JSON, because SQS does not accept every character. */
    String write(JsonNode tree) {
        try {
            return writer.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
