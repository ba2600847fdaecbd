package dev.gongrelay.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gongrelay.TestSettings;
import dev.gongrelay.settings.RelayConfig;
import dev.gongrelay.time.Deadline;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

@Isolated
class AwsClientsTest {
    private static final AwsCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b"));

    private final Map<String, String> before = new HashMap<>();

    @AfterEach
    void restore_properties() {
        before.forEach((name, value) -> {
            if (value.isEmpty()) {
                System.clearProperty(name);
            } else {
                System.setProperty(name, value);
            }
        });
    }

    @ParameterizedTest
    @CsvSource({
        "us-east-1,    bucket,   '',                                           '', https://bucket.s3.us-east-1.amazonaws.com",
        "us-east-1,    bucket,   aws.s3UseUsEast1RegionalEndpoint=regional,    '', https://bucket.s3.us-east-1.amazonaws.com",
        "us-east-1,    bucket,   aws.s3UseUsEast1RegionalEndpoint=legacy,      '', https://bucket.s3.us-east-1.amazonaws.com",
        "us-east-1,    dots.in,  '',                                           '', https://s3.us-east-1.amazonaws.com",
        "us-east-1,    bucket,   aws.useFipsEndpoint=true,                     '', https://bucket.s3-fips.us-east-1.amazonaws.com",
        "us-east-1,    bucket,   aws.useDualstackEndpoint=true,                '', https://bucket.s3.dualstack.us-east-1.amazonaws.com",
        "eu-central-1, bucket,   '',                                           '', https://bucket.s3.eu-central-1.amazonaws.com",
        "eu-central-1, bucket,   aws.s3UseUsEast1RegionalEndpoint=legacy,      '', https://bucket.s3.eu-central-1.amazonaws.com",
        "eu-central-1, dots.in,  '',                                           '', https://s3.eu-central-1.amazonaws.com",
        "eu-central-1, bucket,   aws.useFipsEndpoint=true,                     '', https://bucket.s3-fips.eu-central-1.amazonaws.com",
        "eu-central-1, bucket,   aws.useDualstackEndpoint=true,                '', https://bucket.s3.dualstack.eu-central-1.amazonaws.com",
        "cn-north-1,   bucket,   '',                                           '', https://bucket.s3.cn-north-1.amazonaws.com.cn",
        "us-east-1,    bucket,   aws.endpointUrlS3=https://vpce-1.example.com, '', https://bucket.vpce-1.example.com",
        "us-east-1,    bucket,   '',                      http://127.0.0.1:4566, http://127.0.0.1:4566",
        "eu-central-1, dots.in,  '',                      http://127.0.0.1:4566, http://127.0.0.1:4566"
    })
    void asks_one_host_for_lookups_media_and_receipts(
            String region, String bucket, String property, String endpoint, String host) {
        set("aws.region=" + region);
        set(property);

        assertThat(hosts(bucket, endpoint)).hasSize(4).containsOnly(URI.create(host));
    }

    @Test
    void signs_media_for_the_region_that_lookups_are_signed_for() {
        set("aws.region=us-east-1");

        SdkHttpRequest media = presigned(presigner(TestSettings.with(Map.of()), new Recorder()), "bucket");

        assertThat(media.firstMatchingRawQueryParameter("X-Amz-Credential").orElse(""))
                .contains("/us-east-1/s3/");
    }

    /** The hosts of a HEAD, a GET and a PUT by the client, and of a GET for media. */
    private static List<URI> hosts(String bucket, String endpoint) {
        RelayConfig config =
                TestSettings.with(endpoint.isEmpty() ? Map.of() : Map.of("relay.source.endpoint", endpoint));
        Recorder http = new Recorder();
        AwsClients clients = new AwsClients();
        try (S3Client s3 = clients.s3(config, http, CREDENTIALS, new Deadline(config, System::nanoTime));
                S3Presigner presigner = clients.presigner(config, s3, CREDENTIALS)) {
            s3.headObject(request -> request.bucket(bucket).key("a.wav"));
            s3.getObjectAsBytes(request -> request.bucket(bucket).key("a.wav"));
            s3.putObject(request -> request.bucket(bucket).key("a.wav"), RequestBody.fromString("{}"));
            http.requests.add(presigned(presigner, bucket));
        }
        return http.requests.stream().map(AwsClientsTest::host).toList();
    }

    private static S3Presigner presigner(RelayConfig config, SdkHttpClient http) {
        AwsClients clients = new AwsClients();
        return clients.presigner(
                config, clients.s3(config, http, CREDENTIALS, new Deadline(config, System::nanoTime)), CREDENTIALS);
    }

    private static SdkHttpRequest presigned(S3Presigner presigner, String bucket) {
        return presigner
                .presignGetObject(presign -> presign.getObjectRequest(
                                get -> get.bucket(bucket).key("a.wav"))
                        .signatureDuration(Duration.ofMinutes(1)))
                .httpRequest();
    }

    private static URI host(SdkHttpRequest request) {
        URI uri = request.getUri();
        return URI.create(uri.getScheme() + "://" + uri.getAuthority());
    }

    /** @param setting a system property, which the SDK reads before the environment variable of the same meaning */
    private void set(String setting) {
        if (!setting.isEmpty()) {
            String[] parts = setting.split("=", 2);
            before.putIfAbsent(parts[0], System.getProperty(parts[0], ""));
            System.setProperty(parts[0], parts[1]);
        }
    }

    /** Keeps requests instead of sending them. */
    private static final class Recorder implements SdkHttpClient {
        private final List<SdkHttpRequest> requests = new ArrayList<>();

        @Override
        public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
            requests.add(request.httpRequest());
            return new ExecutableHttpRequest() {
                @Override
                public HttpExecuteResponse call() {
                    return HttpExecuteResponse.builder()
                            .response(SdkHttpResponse.builder().statusCode(200).build())
                            .responseBody(AbortableInputStream.create(new ByteArrayInputStream(new byte[0])))
                            .build();
                }

                @Override
                public void abort() {}
            };
        }

        @Override
        public void close() {}
    }
}
