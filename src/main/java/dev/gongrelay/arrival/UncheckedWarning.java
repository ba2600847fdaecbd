package dev.gongrelay.arrival;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gongrelay.failure.RelayException;
import dev.gongrelay.failure.TransientException;
import dev.gongrelay.source.KeptDocument;
import dev.gongrelay.source.ReceiptsBucket;
import java.io.IOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Warns that the access key may not read calls: once an hour for all recordings and all processes together. A small
 * object beside the receipts says who warned last, and when. It is written only if it is still as it was read, so only
 * one of several processes warns. If S3 fails, each process warns once an hour. For one thread at a time.
 */
final class UncheckedWarning {
    static final String NAME = "_unchecked.json";

    private static final Logger LOG = Logger.getLogger(UncheckedWarning.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration SILENCE = Duration.ofHours(1);
    /** How many times the object is read to find out who warns. */
    private static final int MOST_TRIES = 3;

    private final Clock clock;
    private final @Nullable KeptDocument document;
    private Instant silentUntil = Instant.MIN;

    UncheckedWarning(ReceiptsBucket bucket, Clock clock) {
        this.clock = clock;
        this.document = bucket.document(NAME, "The note of the last warning").orElse(null);
    }

    /** Who warned last, and when. */
    private record Warning(
            String id, Instant time, @Nullable String eTag) {
        private static final Warning NONE = new Warning("", Instant.EPOCH, null);

        byte[] text() {
            return ("{\"id\":\"" + id + "\",\"warnedAt\":\"" + time + "\"}\n").getBytes(UTF_8);
        }

        /** A time in the future, from a clock that is wrong, silences nobody. */
        boolean silences(Instant now) {
            return now.isBefore(time.plus(SILENCE)) && !now.plus(SILENCE).isBefore(time);
        }
    }

    /** Warns unless somebody did so within the last hour. */
    void warn(RelayException denial) {
        Instant now = clock.instant();
        if (now.isBefore(silentUntil)) {
            return;
        }
        Warning mine = new Warning(UUID.randomUUID().toString(), now, null);
        Warning last = document == null ? mine : agreed(document, mine);
        silentUntil = last.time().plus(SILENCE);
        if (last.id().equals(mine.id())) {
            LOG.warn(RelayException.cut(
                    "Gong does not let this key read calls, so nobody knows which recordings arrived. Give"
                            + " the key the scope api:calls:read:extensive. " + denial.getMessage()));
        }
    }

    /** The warning that counts: this one, or that of another process. */
    private static Warning agreed(KeptDocument document, Warning mine) {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            try {
                Warning last = read(document);
                if (last.silences(mine.time())
                        || document.write(mine.text(), last.eTag()).isPresent()) {
                    return last.silences(mine.time()) ? last : mine;
                }
                // Somebody else wrote first, or this write did, but its answer was lost: the object says who warns.
            } catch (TransientException unknown) {
                // The next read shows whether it was written.
            }
        }
        return mine;
    }

    private static Warning read(KeptDocument document) {
        Optional<KeptDocument.Content> content = document.read();
        if (content.isEmpty()) {
            return Warning.NONE;
        }
        String eTag = content.get().eTag();
        try {
            JsonNode last = JSON.readTree(content.get().document());
            Instant time = Instant.parse(last.path("warnedAt").asText());
            return new Warning(last.path("id").asText(), time, eTag);
        } catch (IOException | DateTimeException damaged) {
            return new Warning("", Instant.EPOCH, eTag);
        }
    }
}
