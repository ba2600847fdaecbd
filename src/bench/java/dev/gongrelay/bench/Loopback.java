package dev.gongrelay.bench;

import dev.gongrelay.simulator.Certificates;
import dev.gongrelay.simulator.ChildProcess;
import java.time.Duration;
import java.util.Map;

/** An S3 and a Gong, each in a process of its own, both over TLS. */
final class Loopback implements AutoCloseable {
    private static final Duration STARTING = Duration.ofSeconds(60);
    private static final Duration COUNTING = Duration.ofSeconds(10);

    private final Certificates certificates;
    private final ChildProcess s3;
    private final ChildProcess gong;
    private final String s3Endpoint;
    private final String gongBaseUrl;

    /** @param jvmOptions of both processes */
    Loopback(String... jvmOptions) throws InterruptedException {
        certificates = Certificates.ofThisBuild();
        s3 = child(GeneratedS3.class, jvmOptions);
        gong = child(GongServer.class, jvmOptions);
        s3Endpoint = s3.answer(STARTING);
        gongBaseUrl = gong.answer(STARTING);
    }

    private ChildProcess child(Class<?> program, String... jvmOptions) {
        var certificate = certificates.server(Certificates.GOOD);
        return ChildProcess.running(program.getName())
                .options("-Xmx256m", "-XX:+UseSerialGC")
                .options(jvmOptions)
                .arguments(certificate.getPath(), certificate.getPassword(), certificate.getAlias())
                .start();
    }

    /** The function's settings. */
    Map<String, String> functionSettings() {
        return Map.ofEntries(
                Map.entry("RELAY_SOURCE_ENDPOINT", s3Endpoint),
                Map.entry("RELAY_GONG_BASE_URL", gongBaseUrl),
                Map.entry("RELAY_GONG_ALLOWED_HOST", "127.0.0.1"),
                Map.entry("RELAY_GONG_ACCESS_KEY", GongServer.ACCESS_KEY),
                Map.entry("RELAY_GONG_ACCESS_KEY_SECRET", GongServer.ACCESS_KEY_SECRET),
                Map.entry("RELAY_RECEIPTS_BUCKET", "receipts"),
                Map.entry("RELAY_DEFAULTS_PRIMARY_USER", "234599484848423"),
                Map.entry("RELAY_DEFAULTS_DIRECTION", "Inbound"),
                Map.entry(
                        "QUARKUS_TLS_RELAY_TRUST_STORE_PEM_CERTS",
                        certificates.authority().toString()));
    }

    /** The scripts' settings. */
    Map<String, String> scriptSettings() {
        return Map.of(
                "S3",
                s3Endpoint,
                "GONG",
                gongBaseUrl,
                "GONG_ACCESS_KEY",
                GongServer.ACCESS_KEY,
                "GONG_ACCESS_KEY_SECRET",
                GongServer.ACCESS_KEY_SECRET,
                "AUTHORITY",
                certificates.authority().toString(),
                "AWS_REGION",
                "us-east-1",
                "AWS_ACCESS_KEY_ID",
                "local",
                "AWS_SECRET_ACCESS_KEY",
                "local");
    }

    /**
     * Makes sure that Gong has been sent just this since it was last asked, once and right, and lets it forget it.
     *
     * @throws IllegalStateException when not
     */
    void check(GeneratedMedia media, String sha256) throws InterruptedException {
        gong.tell(sha256);
        String answer = gong.answer(COUNTING);
        if (!answer.equals("1 1")) {
            throw new IllegalStateException("Of " + media.sizeBytes()
                    + " bytes sent, Gong has this many uploads, and this many of them right: " + answer);
        }
    }

    /** How many requests Gong got since the last {@link #check}. */
    int gongRequests() throws InterruptedException {
        gong.tell(GongServer.REQUESTS);
        return Integer.parseInt(gong.answer(COUNTING));
    }

    @Override
    public void close() {
        s3.close();
        gong.close();
    }
}
