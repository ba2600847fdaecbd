package dev.gongrelay.people;

import dev.gongrelay.gong.GongAccount;
import dev.gongrelay.gong.User;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Measures what reading the kept list of a large company's users takes in this JVM, without S3. */
public final class Reading {
    private static final int ROUNDS = 200;

    private Reading() {}

    /**
     * Reads the list again and again, as processes do once each.
     *
     * @param users how many there are, each with two addresses, a number and an extension
     * @return a sentence with the figures
     */
    public static String measure(int users) throws IOException {
        byte[] document = document(users);
        double[] millis = new double[ROUNDS];
        Directory directory = new Directory(Map.of(), Set.of(), 0, null, Instant.EPOCH);
        for (int i = 0; i < ROUNDS; i++) {
            long began = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            directory = DirectoryFormat.read(new ByteArrayInputStream(document), Instant.EPOCH);
            millis[i] = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - began) / 1e6;
        }
        if (directory.userCount() != users) {
            throw new IllegalStateException("Of " + users + " users, so many were read: " + directory.userCount());
        }
        double first = millis[0];
        Arrays.sort(millis);
        return String.format(
                Locale.ROOT,
                "Reading %,d users from %.1f MB: %.0f ms of CPU the first time in a JVM, %.1f ms (median) once it is compiled.",
                users,
                document.length / 1e6,
                first,
                millis[ROUNDS / 2]);
    }

    private static byte[] document(int users) {
        DirectoryDraft draft = new DirectoryDraft();
        for (int i = 0; i < users; i++) {
            List<String> addresses = List.of("given.family." + i + "@example.com", "u" + i + "@example.com");
            draft.add(new User(
                    String.valueOf(234_599_484_800_000L + i),
                    addresses,
                    "+1 202 " + (5_000_000 + i),
                    String.valueOf(10_000 + i),
                    true,
                    true));
        }
        return draft.document(new GongAccount("https://us-12345.api.gong.io", "0123456789ab"));
    }
}
