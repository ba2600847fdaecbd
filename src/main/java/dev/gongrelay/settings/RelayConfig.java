package dev.gongrelay.settings;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Every setting of the relay, read from environment variables: {@code relay.gong.base-url} is
 * {@code RELAY_GONG_BASE_URL}. Durations are written as {@code 15s}, {@code 10m} or ISO-8601; sizes as bytes or with
 * a suffix such as {@code 256K} (1024 bytes each). {@link Rules} says what each has to be; the function does not start
 * with one that is missing or wrong.
 */
@ConfigMapping(prefix = "relay")
public interface RelayConfig {
    /** Where calls go. */
    Gong gong();

    /** What counts as a recording, and where its details are. */
    RecordingsConfig recordings();

    /** The Amazon Connect that recordings come from. */
    Connect connect();

    /** Details for calls that don't bring their own. */
    Defaults defaults();

    /** How people in the details are found in Gong. */
    People people();

    /** How recordings are read from S3. */
    Source source();

    /** How a recording returns to its queue, or leaves it. */
    Delivery delivery();

    /** Where receipts are kept. */
    Receipts receipts();

    /** How to confirm that relayed recordings arrive. */
    Arrivals arrivals();

    /** How metrics are labeled. */
    Telemetry telemetry();

    /** How connections are secured. */
    Tls tls();

    /** The function's time limit, for when Lambda doesn't say what is left. */
    @WithDefault("900s")
    Duration timeLimit();

    /** How long before an invocation's end everything stops, so that it ends in order. */
    @WithDefault("20s")
    Duration deadlineMargin();

    /** Settings of Gong's API and of the calls to it. */
    interface Gong {
        /** Required: the API's address as Gong shows it beside the access key: {@code https://us-12345.api.gong.io}. */
        Optional<String> baseUrl();

        /**
         * The domain that the base URL has to be in, over https. Another one is for local use, a simulator, and then
         * may be spoken to without TLS.
         */
        @WithDefault("gong.io")
        String allowedHost();

        /**
         * The ARN of the Secrets Manager secret with Gong's credentials, {@code {"accessKey", "accessKeySecret"}}. It
         * or the next two settings are required; it comes first.
         */
        Optional<String> secretArn();

        /** The access key of Gong's API, for local use. */
        Optional<String> accessKey();

        /** The secret of the access key, for local use. */
        Optional<String> accessKeySecret();

        /** How often a request is tried again within an invocation. */
        @WithDefault("4")
        int retries();

        /** How long Gong may accept no data before an attempt is ended. */
        @WithDefault("60s")
        Duration stallTimeout();

        /** How long Gong may take to respond once it has the whole request; within it, nothing is sent again. */
        @WithDefault("5m")
        Duration answerTimeout();
    }

    interface Connect {
        /** The ARN of the instance whose recordings are relayed. With it, a mapping has the contact and its agent. */
        Optional<String> instance();

        /** The address of another Connect than AWS's, for local use. */
        Optional<URI> endpoint();
    }

    interface Defaults {
        /** The user whose calls these are: Gong's id, or an address, {@code extension:…} or {@code phone:…}. */
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

    interface People {
        /** What to do with a call whose owner is not among Gong's users: reject it, or use the default user. */
        @WithDefault("reject")
        Unknown unknown();

        /** As {@link #unknown()}. */
        enum Unknown {
            REJECT,
            DEFAULT
        }
    }

    interface Source {
        /** The address of another S3 than AWS's, for local use; objects are then addressed by path. */
        Optional<URI> endpoint();

        /** How long S3 may send nothing before its connection is replaced. */
        @WithDefault("15s")
        Duration stallTimeout();

        /** How many consecutive connections may deliver no bytes before an attempt is given up. */
        @WithDefault("5")
        int maxEmptyReads();
    }

    interface Delivery {
        /**
         * The URL of the queue that events come from. Without it, a failed recording is retried when the queue's
         * visibility timeout ends, instead of when it should.
         */
        Optional<String> queueUrl();

        /** The URL of the queue for what can't be relayed. Without it such an event is left to its sender. */
        Optional<String> deadLetterUrl();

        /** The longest wait after a recording's first failure; doubled after each further one. */
        @WithDefault("30s")
        Duration delay();

        /** The longest wait after any failure, unless Gong asks for more; SQS's limit is 12 hours. */
        @WithDefault("1h")
        Duration maxDelay();

        /** The address of another SQS than AWS's, for local use. */
        Optional<URI> endpoint();
    }

    interface Receipts {
        /** The bucket of the receipts. Without it, none are kept, and only Gong detects duplicates. */
        Optional<String> bucket();

        /** What the receipts' keys begin with. */
        @WithDefault("receipts")
        String prefix();

        /**
         * What to do if Gong already has media for a recording's call, and no receipt says that it is this recording's:
         * {@code accept} is for a backfill of recordings that Gong has already, with a new receipts bucket.
         */
        @WithDefault("reject")
        UnknownDuplicate unknownDuplicate();

        /** What an unexplained duplicate means. */
        enum UnknownDuplicate {
            /** Two recordings may share an identity: the recording is rejected. */
            REJECT,
            /** The recording counts as relayed, with a warning. */
            ACCEPT
        }
    }

    interface Arrivals {
        /**
         * The URL of the queue in which relayed recordings wait until Gong lists their calls. Without it, nobody asks.
         */
        Optional<String> queueUrl();

        /** How long after the upload Gong is asked first; from one question to the next it grows to six times that. */
        @WithDefault("1h")
        Duration delay();

        /** How long after the upload a call that Gong doesn't list counts as discarded. */
        @WithDefault("24h")
        Duration patience();
    }

    interface Telemetry {
        /** The metrics' dimension {@code service}, which distinguishes deployments in an account. */
        @WithDefault("gong-relay")
        String service();
    }

    interface Tls {
        /** What encrypts and decrypts; {@code jdk} takes twice the CPU. */
        @WithDefault("auto")
        Engine engine();

        /** Kinds of TLS implementations. */
        enum Engine {
            /** BoringSSL, or the JDK's where that can't be loaded. */
            AUTO,
            /** The JDK's. */
            JDK
        }
    }
}
