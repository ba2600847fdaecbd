package dev.gongrelay.bench;

import dev.gongrelay.simulator.GongSimulator;
import dev.gongrelay.simulator.GongUpload;
import dev.gongrelay.simulator.Tether;
import io.vertx.core.net.PfxOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Runs the Gong simulator over TLS in a process of its own, and answers with its address. Each line that it is told is
 * a SHA-256; the answer is how many uploads there were since the last one, and how many of them were accepted with it.
 * Or it is {@value #REQUESTS}; the answer is how many requests there were.
 */
public final class GongServer {
    static final String ACCESS_KEY = "benchmark";
    static final String ACCESS_KEY_SECRET = "benchmark-secret";
    /** The address of a user. */
    static final String USER = "ann.agent@example.com";

    static final String REQUESTS = "requests";

    private GongServer() {}

    /** Runs it with the certificate of this alias in this PKCS #12 file with this password. */
    public static void main(String[] arguments) throws IOException {
        GongSimulator gong = GongSimulator.options()
                .credentials(ACCESS_KEY, ACCESS_KEY_SECRET)
                .requestsPerSecond(0)
                .users(GeneratedUsers.all())
                .tls(new PfxOptions()
                        .setPath(arguments[0])
                        .setPassword(arguments[1])
                        .setAlias(arguments[2]))
                .start();
        Tether.answer(gong.baseUrl().toString());
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String sha256 = input.readLine(); sha256 != null; sha256 = input.readLine()) {
            if (sha256.equals(REQUESTS)) {
                Tether.answer(String.valueOf(gong.requests().size()));
                continue;
            }
            List<GongUpload> uploads = gong.uploads();
            String expected = sha256;
            long right = uploads.stream()
                    .filter(upload -> upload.accepted() && expected.equals(upload.sha256()))
                    .count();
            gong.reset();
            Tether.answer(uploads.size() + " " + right);
        }
    }
}
