package dev.gongrelay;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Every setting of the relay, read from environment variables: {@code relay.gong.base-url} is
 * {@code RELAY_GONG_BASE_URL}. Durations are written as {@code 15s}, {@code 10m} or ISO-8601; sizes as bytes or with
 * a suffix such as {@code 256K} (1024 bytes each).
 */
@ConfigMapping(prefix = "relay")
public interface RelayConfig {
    /** Where calls go. */
    Gong gong();

    /** What counts as a recording, and where its details lie. */
    Recordings recordings();

    /** Details for calls whose own metadata doesn't give them. */
    Defaults defaults();

    /** How recordings are read from S3. */
    Source source();

    /** Where receipts lie. */
    Receipts receipts();

    /** What metrics are told apart by. */
    Telemetry telemetry();

    /** The longest time an invocation may take when Lambda doesn't say what is left: the function's time limit. */
    @WithDefault("900s")
    Duration timeLimit();

    /** How long before an invocation's end everything stops, so that it ends in order. */
    @WithDefault("20s")
    Duration deadlineMargin();

    /** Settings of Gong's API and of the calls to it. */
    interface Gong {
        /**
         * The API's address, such as {@code https://us-12345.api.gong.io}, which Gong shows beside the access key.
         * Required ({@code RELAY_GONG_BASE_URL}); made of the base URL and {@link #allowedHost()}.
         */
        @WithConverter(GongEndpoint.class)
        URI endpoint();

        /**
         * The domain that the base URL has to be in, over https. Another one is for local use, a simulator, and then
         * may be spoken to without TLS.
         */
        @WithDefault("gong.io")
        String allowedHost();

        /** The access key of Gong's API. */
        Optional<String> accessKey();

        /** The secret of the access key. */
        Optional<String> accessKeySecret();
    }

    interface Recordings {
        /** The largest recording that is relayed; Gong's limit is "1.5 GB" (Gong, "Add call media", 2025-11-17). */
        @WithDefault("1500000000")
        MemorySize maxSize();

        /** File name extensions of recordings, in lower case without a dot: the formats that Gong takes. */
        @WithDefault("wav,mp3,mp4,m4a,mkv,flac")
        Set<String> extensions();

        /** What a recording's key is followed by in its sidecar's: {@code call.wav} has {@code call.wav.json}. */
        @WithDefault(".json")
        String sidecarSuffix();
    }

    interface Defaults {
        /** Gong's id, in digits, of the user whose calls these are. */
        Optional<String> primaryUser();

        /** {@code Inbound}, {@code Outbound}, {@code Conference} or {@code Unknown}. */
        Optional<String> direction();

        /** Gong's id of the workspace that the calls go into. */
        Optional<String> workspaceId();

        /** Gong's code of the telephony provider. */
        Optional<String> callProviderCode();

        /** The language spoken, such as {@code en-US}. */
        Optional<String> languageCode();
    }

    interface Source {
        /** The address of another S3 than AWS's, for local use; objects are then addressed by path. */
        Optional<URI> endpoint();
    }

    interface Receipts {
        /** The bucket of the receipts. Without one none are kept: Gong alone then tells what it has already. */
        Optional<String> bucket();

        /** What the receipts' keys begin with, before a slash. */
        @WithDefault("receipts")
        String prefix();
    }

    interface Telemetry {
        /** The metrics' dimension {@code service}: tells one deployment in an account from another. */
        @WithDefault("gong-relay")
        String service();
    }
}
