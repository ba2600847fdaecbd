package dev.gongrelay.people;

import dev.gongrelay.failure.TransientException;
import dev.gongrelay.gong.Gong;
import dev.gongrelay.settings.RelayConfig;
import dev.gongrelay.source.KeptDocument;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The directory as this process has it, and as all processes share it: one object beside the receipts. It is read once,
 * and again only when it is too old for what it is asked; then another process may have listed Gong's users already. How
 * old it is, is what S3 says of the object. Without a receipts bucket it stays in memory.
 *
 * <p>Several processes may list the users at the same time: the object is written on condition that it is still the one
 * that was found too old, so one of them writes, and all have a list of now. For one thread at a time.
 */
@Singleton
class KeptDirectory {
    static final String NAME = "_people.json";

    private final Gong gong;
    private final Clock clock;
    private final @Nullable KeptDocument document;
    private @Nullable Directory directory;
    private @Nullable String eTag;

    KeptDirectory(Gong gong, S3Client s3, RelayConfig config, Clock clock) {
        this.gong = gong;
        this.clock = clock;
        this.document = config.receipts()
                .bucket()
                .map(bucket -> document(s3, bucket, config.receipts().prefix()))
                .orElse(null);
    }

    private static KeptDocument document(S3Client s3, String bucket, String prefix) {
        String key = KeptDocument.key(prefix, NAME);
        return new KeptDocument(s3, bucket, key, "The list of Gong's users s3://" + bucket + "/" + key);
    }

    /**
     * The directory, listed by Gong again if it is older than this.
     *
     * @param keeping whether what Gong lists is written to S3
     * @param warnings is given what people should know although there is a directory
     * @throws dev.gongrelay.failure.RelayException if Gong doesn't list its users, or S3 doesn't give the object
     */
    Directory noOlderThan(Duration age, boolean keeping, Consumer<String> warnings) {
        Optional<Directory> known = known(age);
        if (known.isEmpty()) {
            read();
            known = known(age);
        }
        return known.orElseGet(() -> list(keeping, warnings));
    }

    private Optional<Directory> known(Duration age) {
        Instant oldest = clock.instant().minus(age);
        return Optional.ofNullable(directory).filter(there -> there.time().isAfter(oldest));
    }

    /** Reads the object. One that is damaged is none; one that has not changed is parsed once, but may be newer. */
    private void read() {
        Optional<KeptDocument.Content> content = document == null ? Optional.empty() : document.read();
        String before = eTag;
        eTag = content.map(KeptDocument.Content::eTag).orElse(null);
        content.ifPresent(stored -> {
            // This clock may be behind S3's: from now on, the directory ages by this one.
            Instant now = clock.instant();
            Instant time = stored.lastModified().isBefore(now) ? stored.lastModified() : now;
            Directory there = stored.eTag().equals(before) ? directory : null;
            // The one before goes first: two of a large company may not fit into memory.
            directory = null;
            directory = there == null ? parsed(stored.document(), time) : there.at(time);
        });
    }

    private static @Nullable Directory parsed(InputStream stored, Instant time) {
        try {
            return DirectoryFormat.read(stored, time);
        } catch (IOException e) {
            return null;
        }
    }

    private Directory list(boolean keeping, Consumer<String> warnings) {
        Instant now = clock.instant();
        byte[] listed = listed();
        if (keeping && document != null) {
            write(document, listed, warnings);
        }
        directory = null;
        Directory fresh = parsed(new ByteArrayInputStream(listed), now);
        if (fresh == null) {
            throw new IllegalStateException("What a draft has written can be read");
        }
        directory = fresh;
        return fresh;
    }

    private byte[] listed() {
        DirectoryDraft draft = new DirectoryDraft();
        gong.listUsers(draft::add);
        return draft.document();
    }

    /** If somebody else wrote first, theirs is as good. If nobody can, this process has its own. */
    private void write(KeptDocument to, byte[] listed, Consumer<String> warnings) {
        try {
            eTag = to.write(listed, eTag).orElse(null);
        } catch (TransientException e) {
            warnings.accept(e.getMessage());
        }
    }
}
