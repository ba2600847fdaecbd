package dev.gongrelay.delivery;

import dev.gongrelay.RelayConfig;
import dev.gongrelay.tls.TlsEngine;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Makes the client of SQS; region and credentials come from Lambda's environment. */
@Dependent
class QueueClient {
    /** Calls are short and made while the invocation ends: together with retries they have to fit its margin. */
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);

    @Produces
    @Singleton
    SqsClient sqs(RelayConfig config, TlsEngine tls) {
        return SqsClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(Duration.ofSeconds(2))
                        .socketTimeout(Duration.ofSeconds(5))
                        .tlsTrustManagersProvider(tls::trustManagers))
                .overrideConfiguration(override -> override.apiCallTimeout(CALL_TIMEOUT))
                .applyMutation(builder -> config.delivery().endpoint().ifPresent(builder::endpointOverride))
                .build();
    }
}
