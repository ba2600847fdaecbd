package dev.gongrelay.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gongrelay.simulator.EmbeddedS3;
import dev.gongrelay.simulator.FaultyProxy;
import dev.gongrelay.simulator.ProxyFault;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

class BucketObjectTest {
    private static final String KEY = "own bucket/Gespräch 2.wav";

    private final FaultyProxy s3 = FaultyProxy.inFrontOf(EmbeddedS3.shared().endpoint());

    @AfterEach
    void close() {
        s3.close();
    }

    @Test
    void knows_the_length_and_the_etag() {
        try (S3Client client = EmbeddedS3.shared().client()) {
            String eTag = client.putObject(
                            request -> request.bucket(EmbeddedS3.RECORDINGS).key(KEY),
                            RequestBody.fromString("a recording"))
                    .eTag();

            assertThat(read(EmbeddedS3.RECORDINGS, KEY))
                    .isEqualTo(new BucketObject(EmbeddedS3.RECORDINGS, KEY, 11, eTag));
        }
    }

    @Test
    void tells_a_missing_bucket_from_a_missing_object() {
        assertThatThrownBy(() -> read("nowhere", KEY)).hasMessage("there is no bucket nowhere");
        assertThatThrownBy(() -> read(EmbeddedS3.RECORDINGS, "no.wav"))
                .hasMessage("there is no s3://recordings/no.wav");
    }

    @Test
    void tells_that_an_object_is_empty() {
        try (S3Client client = EmbeddedS3.shared().client()) {
            client.putObject(
                    request -> request.bucket(EmbeddedS3.RECORDINGS).key("own bucket/empty.wav"), RequestBody.empty());
        }

        assertThatThrownBy(() -> read(EmbeddedS3.RECORDINGS, "own bucket/empty.wav"))
                .hasMessage("s3://recordings/own bucket/empty.wav is empty");
    }

    /** The codes and messages are S3's ("Error responses", 2026, and answers seen elsewhere). */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "403 | InvalidAccessKeyId | The AWS Access Key Id you provided does not exist in our records. "
                        + "| S3 does not know the access key in AWS_ACCESS_KEY_ID",
                "403 | SignatureDoesNotMatch | The request signature we calculated does not match the signature you provided. "
                        + "| AWS_SECRET_ACCESS_KEY does not belong to AWS_ACCESS_KEY_ID",
                "400 | ExpiredToken | The provided token has expired. | the AWS credentials of the environment have expired",
                "400 | InvalidToken | The provided token is malformed or otherwise invalid. "
                        + "| AWS_SESSION_TOKEN does not belong to AWS_ACCESS_KEY_ID",
                "403 | AccessDenied | User: arn:aws:iam::1:user/u is not authorized to perform: kms:Decrypt on this resource "
                        + "| they need kms:Decrypt for the key of its encryption",
                "403 | AccessDenied | Access Denied | the credentials need s3:GetObject",
                "400 | AuthorizationHeaderMalformed | The region 'us-east-1' is wrong; expecting 'eu-west-1' "
                        + "| the bucket recordings is in eu-west-1, not in us-east-1; set AWS_REGION=eu-west-1",
                "301 | PermanentRedirect | The bucket must be addressed using the specified endpoint. "
                        + "| the bucket recordings is not in us-east-1; set AWS_REGION",
                "403 | RequestTimeTooSkewed | The difference is too large. | this machine's clock is wrong",
                "403 | InvalidObjectState | The operation is not valid. | is archived; restore it first",
                "405 | MethodNotAllowed | Not allowed. | S3 answered 405 MethodNotAllowed when asked for"
            })
    void says_what_to_do_about_each_refusal(int status, String code, String words, String advice) {
        s3.fail(10, head -> true, ProxyFault.error(status, "Refused", code, words));

        assertThatThrownBy(() -> read(EmbeddedS3.RECORDINGS, KEY)).hasMessageContaining(advice);
    }

    @Test
    void takes_the_region_from_where_s3_names_it() {
        s3.fail(
                10,
                head -> true,
                ProxyFault.answer(
                        "HTTP/1.1 301 Moved\nx-amz-bucket-region: eu-central-1\nContent-Type: application/xml",
                        "<Error><Code>PermanentRedirect</Code><Message>Elsewhere</Message></Error>"));

        assertThatThrownBy(() -> read(EmbeddedS3.RECORDINGS, KEY))
                .hasMessage(
                        "the bucket recordings is in eu-central-1, not in us-east-1;" + " set AWS_REGION=eu-central-1");
    }

    @Test
    void says_that_s3_can_not_be_reached() {
        s3.close();

        assertThatThrownBy(() -> read(EmbeddedS3.RECORDINGS, KEY))
                .hasMessage(
                        "S3 can't be reached in us-east-1: Connection refused; check AWS_REGION and the connection");
    }

    private BucketObject read(String bucket, String key) {
        Map<String, String> variables = Map.of(
                "AWS_REGION",
                "us-east-1",
                "RELAY_SOURCE_ENDPOINT",
                s3.endpoint().toString());
        return BucketObject.read(new BucketEnvironment(variables, false), bucket, key);
    }
}
