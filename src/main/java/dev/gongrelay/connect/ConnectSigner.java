package dev.gongrelay.connect;

import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.Reason;
import dev.gongrelay.failure.TransientException;
import dev.gongrelay.settings.RelayConfig;
import jakarta.inject.Singleton;
import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;

/** Signs each request with the function's role, so that no access key leaves the account. */
@Singleton
public final class ConnectSigner implements ClientRequestFilter {
    private final AwsCredentialsProvider credentials;
    private final String region;

    ConnectSigner(AwsCredentialsProvider credentials, RelayConfig config) {
        this.credentials = credentials;
        this.region = ConnectInstance.of(config).map(ConnectInstance::region).orElse("");
    }

    @Override
    public void filter(ClientRequestContext context) {
        SdkHttpRequest request = SdkHttpRequest.builder()
                .uri(context.getUri())
                .method(SdkHttpMethod.fromValue(context.getMethod()))
                .build();
        try {
            AwsV4HttpSigner.create()
                    .sign(sign -> sign.identity(credentials.resolveCredentials())
                            .request(request)
                            .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "connect")
                            .putProperty(AwsV4HttpSigner.REGION_NAME, region))
                    .request()
                    .forEachHeader((name, values) -> {
                        if (!name.equalsIgnoreCase("Host")) {
                            context.getHeaders().putSingle(name, String.join(",", values));
                        }
                    });
        } catch (SdkException e) {
            String message = "A request to Amazon Connect can't be signed: " + Reason.of(e);
            throw new TransientException(FailureCode.CONNECT_UNAVAILABLE, message, e);
        }
    }
}
