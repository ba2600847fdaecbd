package dev.gongrelay.recording;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gongrelay.settings.RelayConfig;
import dev.gongrelay.source.TestSource;
import java.util.List;
import software.amazon.awssdk.services.s3.S3Client;

/** Call details, for tests of later stages. */
public final class TestDetails {
    private TestDetails() {}

    /** The details of a call that Gong recognizes by this text once it is registered. */
    public static CallDetails of(String clientUniqueId) {
        ObjectNode document = JsonNodeFactory.instance.objectNode().put("clientUniqueId", clientUniqueId);
        return new CallDetails(null, document, List.of(), null);
    }

    /** The details of a call that exists, as its producer says. */
    public static CallDetails given(String callId) {
        return new CallDetails(callId, JsonNodeFactory.instance.objectNode(), List.of(), null);
    }

    /** The mapping that these settings name, which S3 has through a client. */
    public static Mappings mappings(S3Client s3, RelayConfig config) {
        return new Mappings(TestSource.mappings(s3), config, System::nanoTime);
    }

    /** The details of a new call, made by a mapping in S3 with this ETag. */
    public static CallDetails mapped(String clientUniqueId, String mappingETag) {
        return new CallDetails(null, of(clientUniqueId).document(), List.of(), mappingETag);
    }
}
