package dev.gongrelay.aws;

import dev.gongrelay.settings.RelayConfig;
import dev.gongrelay.time.Deadline;
import dev.gongrelay.tls.Destination;
import dev.gongrelay.tls.TlsEngine;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;

/**
 * Makes the SDK's clients. Region and credentials come from the environment at run time. All share one HTTP client, for
 * small calls: the media does not go through it.
 *
 * <p>No call outlasts the invocation. Reading recordings and secrets ends when the time for work is up. Writing
 * receipts and messages may take its share of what is left until the time limit.
 */
@Dependent
class AwsClients {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(4);
    /** Including retries and pauses. */
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(9);

    /**
     * Has the SDK use one host for all requests. By default, its client asks {@code bucket.s3.us-east-1.amazonaws.com}
     * and its presigner {@code bucket.s3.amazonaws.com} (AWS SDK for Java 2.44.6, tried), which breaks interface
     * endpoints and egress lists.
     */
    AwsClients() {
        System.setProperty(SdkSystemSetting.AWS_S3_US_EAST_1_REGIONAL_ENDPOINT.property(), "regional");
    }

    @Produces
    @Singleton
    SdkHttpClient http(TlsEngine tls, Destination destination) {
        SSLSocketFactory sockets = tls.socketFactory();
        return new InterruptibleHttpClient(UrlConnectionHttpClient.create(
                uri -> connection(destination.of(uri), destination.isDiverted() ? tls.socketFactory() : sockets)));
    }

    private static HttpURLConnection connection(URI uri, SSLSocketFactory sockets) {
        try {
            HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
            if (connection instanceof HttpsURLConnection secure) {
                secure.setSSLSocketFactory(sockets);
            }
            connection.setConnectTimeout((int) CONNECT_TIMEOUT.toMillis());
            connection.setReadTimeout((int) READ_TIMEOUT.toMillis());
            return connection;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Produces
    @Singleton
    AwsCredentialsProvider credentials(Destination destination) {
        AwsCredentialsProvider given = DefaultCredentialsProvider.builder().build();
        AwsCredentials none = AwsBasicCredentials.create("none", "none");
        return () -> destination.isDiverted() ? none : given.resolveCredentials();
    }

    @Produces
    @Singleton
    S3Client s3(RelayConfig config, SdkHttpClient http, AwsCredentialsProvider credentials, Deadline deadline) {
        Optional<String> receipts = config.receipts().bucket();
        S3ClientBuilder builder = S3Client.builder()
                .httpClient(http)
                .credentialsProvider(credentials)
                .overrideConfiguration(
                        endingBy(request -> isIn(receipts, request) ? deadline.tidyingShare() : deadline.timeLeft()))
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
        config.source()
                .endpoint()
                .ifPresent(endpoint -> builder.endpointOverride(endpoint).forcePathStyle(true));
        return builder.build();
    }

    @Produces
    @Singleton
    S3Presigner presigner(RelayConfig config, S3Client s3, AwsCredentialsProvider credentials) {
        S3Presigner.Builder builder = S3Presigner.builder().s3Client(s3).credentialsProvider(credentials);
        config.source()
                .endpoint()
                .ifPresent(endpoint -> builder.endpointOverride(endpoint)
                        .serviceConfiguration(S3Configuration.builder()
                                .pathStyleAccessEnabled(true)
                                .build()));
        return builder.build();
    }

    @Produces
    @Singleton
    SqsClient sqs(RelayConfig config, SdkHttpClient http, AwsCredentialsProvider credentials, Deadline deadline) {
        SqsClientBuilder builder = SqsClient.builder()
                .httpClient(http)
                .credentialsProvider(credentials)
                .overrideConfiguration(endingBy(request -> deadline.tidyingShare()));
        config.delivery().endpoint().ifPresent(builder::endpointOverride);
        return builder.build();
    }

    @Produces
    @Singleton
    SecretsManagerClient secrets(SdkHttpClient http, AwsCredentialsProvider credentials, Deadline deadline) {
        return SecretsManagerClient.builder()
                .httpClient(http)
                .credentialsProvider(credentials)
                .overrideConfiguration(endingBy(request -> deadline.timeLeft()))
                .build();
    }

    private static ClientOverrideConfiguration endingBy(Function<SdkRequest, Duration> timeLeft) {
        return ClientOverrideConfiguration.builder()
                .addExecutionInterceptor(new DeadlineInterceptor(CALL_TIMEOUT, timeLeft))
                .build();
    }

    private static boolean isIn(Optional<String> bucket, SdkRequest request) {
        return bucket.isPresent()
                && DeadlineInterceptor.field(request, "Bucket").equals(bucket);
    }
}
