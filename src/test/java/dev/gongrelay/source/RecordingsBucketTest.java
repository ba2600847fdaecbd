package dev.gongrelay.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gongrelay.TestSettings;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.s3.S3Client;

class RecordingsBucketTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Date: Sat, 31 Jan 2026 09:30:00 GMT | 2026-01-31T09:30:00Z
            Date: 31/01/2026 09:30              |
            X: y                                |
            """)
    void returns_the_time_that_s3_gives(String header, @Nullable Instant time) {
        try (ScriptedS3 s3 = new ScriptedS3(
                        request -> ScriptedS3.answer(request, "200 OK\r\n" + header, "<ListBucketResult/>"));
                S3Client client = s3.client()) {
            RecordingsBucket bucket =
                    new RecordingsBucket(client, TestSettings.with(Map.of("relay.recordings.bucket", "recordings")));

            assertThat(bucket.time()).isEqualTo(Optional.ofNullable(time));
        }
    }
}
