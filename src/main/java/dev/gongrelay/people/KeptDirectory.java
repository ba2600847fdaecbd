package dev.gongrelay.people;

import dev.gongrelay.failure.TransientException;
import dev.gongrelay.gong.Gong;
import dev.gongrelay.gong.GongAccount;
import dev.gongrelay.source.KeptDocument;
import dev.gongrelay.source.ReceiptsBucket;
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

/**
 * This process's copy of the directory, which all processes share as one object beside the receipts. When the copy is
 * too old, the object is read first: another process may have listed Gong's users already. Its age is the time since S3
 * stored it. Without a receipts bucket, the directory stays in memory. A list that Gong gave to another account may be
 * another company's, and is not used.
 *
 * <p>If several processes list the users at once, one of them writes the object: the others find that it has changed.
 * For one thread at a time.
 */
@Singleton
class KeptDirectory {
    static final String NAME = "_people.json";

    private final Gong gong;
    private final Clock clock;
    private final @Nullable KeptDocument document;
    private @Nullable Directory directory;
    private @Nullable String eTag;

    KeptDirectory(Gong gong, ReceiptsBucket bucket, Clock clock) {
        this.gong = gong;
        this.clock = clock;
        this.document = bucket.document(NAME, "The list of Gong's users").orElse(null);
    }

    /**
     * The directory. Gong lists its users again if it is older than this.
     *
     * @param keeping whether to write a new list to S3
     * @param warnings receives what went wrong although there is a directory
     * @throws dev.gongrelay.failure.RelayException if Gong does not list its users, or S3 does not return the object
     */
    Directory noOlderThan(Duration age, boolean keeping, Consumer<String> warnings) {
        GongAccount account = gong.account();
        Optional<Directory> known = known(account, age);
        if (known.isEmpty()) {
            read();
            known = known(account, age);
        }
        return known.orElseGet(() -> list(keeping, warnings));
    }

    /**
     * The directory as last listed, to any account; empty if there is none.
     *
     * @throws dev.gongrelay.failure.RelayException if S3 does not return the object
     */
    Optional<Directory> last() {
        read();
        return Optional.ofNullable(directory);
    }

    private Optional<Directory> known(GongAccount account, Duration age) {
        Instant oldest = clock.instant().minus(age);
        return Optional.ofNullable(directory)
                .filter(there -> account.equals(there.account()))
                .filter(there -> there.time().isAfter(oldest));
    }

    /** Reads the object. A damaged one counts as missing. One with the same ETag may be newer, but is not parsed again. */
    private void read() {
        Optional<KeptDocument.Content> content = document == null ? Optional.empty() : document.read();
        String before = eTag;
        eTag = content.map(KeptDocument.Content::eTag).orElse(null);
        content.ifPresent(stored -> {
            // If S3's clock is ahead of this one, the directory is as old as its reading.
            Instant now = clock.instant();
            Instant time = stored.lastModified().isBefore(now) ? stored.lastModified() : now;
            Directory there = stored.eTag().equals(before) ? directory : null;
            // Dropped before the next is parsed: two directories of a large company may not fit into memory.
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
            throw new IllegalStateException("What DirectoryDraft writes, DirectoryFormat reads");
        }
        directory = fresh;
        return fresh;
    }

    /** If the key is replaced in the middle, nobody knows to which account a page belongs: all are listed again. */
    private byte[] listed() {
        GongAccount account;
        DirectoryDraft draft;
        do {
            account = gong.account();
            draft = new DirectoryDraft();
            gong.listUsers(draft::add);
        } while (!account.equals(gong.account()));
        return draft.document(account);
    }

    /** If another process wrote first, its list is as good. If S3 fails, this process keeps its own. */
    private void write(KeptDocument to, byte[] listed, Consumer<String> warnings) {
        try {
            eTag = to.write(listed, eTag).orElse(null);
        } catch (TransientException e) {
            warnings.accept(e.getMessage());
        }
    }
}
