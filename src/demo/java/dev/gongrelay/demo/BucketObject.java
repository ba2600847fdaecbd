package dev.gongrelay.demo;

import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * A recording in a bucket of the user's own, as the credentials of the environment see it.
 *
 * @param length in bytes
 */
record BucketObject(String bucket, String key, long length, String eTag) {
    /** S3 names the right region in a header, or in its words. */
    private static final Pattern EXPECTED = Pattern.compile("expecting '([a-z0-9-]{1,30})'");

    /**
     * Reads its first byte, which tells more than a HEAD request: the answer to that has no body, and needs no
     * permission to decrypt.
     *
     * @throws IllegalStateException with what to do, if it can't be read
     */
    static BucketObject read(BucketEnvironment environment, String bucket, String key) {
        S3ClientBuilder client = S3Client.builder()
                .region(Region.of(environment.region()))
                .credentialsProvider(EnvironmentVariableCredentialsProvider.create())
                .httpClientBuilder(UrlConnectionHttpClient.builder());
        String endpoint = environment.variables().getOrDefault("RELAY_SOURCE_ENDPOINT", "");
        if (!endpoint.isEmpty()) {
            client.endpointOverride(URI.create(endpoint)).forcePathStyle(true);
        }
        try (S3Client s3 = client.build()) {
            GetObjectResponse first = s3.getObjectAsBytes(
                            request -> request.bucket(bucket).key(key).range("bytes=0-0"))
                    .response();
            return new BucketObject(bucket, key, length(first), first.eTag());
        } catch (S3Exception e) {
            throw new IllegalStateException(meaning(e, environment, bucket, key), e);
        } catch (SdkClientException e) {
            throw new IllegalStateException(
                    "S3 can't be reached in " + environment.region() + ": " + reason(e)
                            + "; check AWS_REGION and the connection",
                    e);
        }
    }

    /** Its address, for people. */
    String address() {
        return address(bucket, key);
    }

    /** The event that S3 would send for it. */
    String event() {
        return S3Event.of(bucket, key, length, eTag);
    }

    private static long length(GetObjectResponse first) {
        String range = first.contentRange();
        return range == null ? first.contentLength() : Long.parseLong(range.substring(range.indexOf('/') + 1));
    }

    private static String meaning(S3Exception e, BucketEnvironment environment, String bucket, String key) {
        String code = e.awsErrorDetails() == null
                ? ""
                : String.valueOf(e.awsErrorDetails().errorCode());
        String words = e.awsErrorDetails() == null
                ? ""
                : String.valueOf(e.awsErrorDetails().errorMessage());
        return switch (code) {
            case "NoSuchBucket" -> "there is no bucket " + bucket;
            case "NoSuchKey" -> "there is no " + address(bucket, key);
            case "InvalidAccessKeyId" -> "S3 does not know the access key in AWS_ACCESS_KEY_ID";
            case "SignatureDoesNotMatch" -> "AWS_SECRET_ACCESS_KEY does not belong to AWS_ACCESS_KEY_ID";
            case "ExpiredToken" ->
                "the AWS credentials of the environment have expired; sign in again, and export them again";
            case "InvalidToken" ->
                "AWS_SESSION_TOKEN does not belong to AWS_ACCESS_KEY_ID; export all three variables again";
            case "RequestTimeTooSkewed" -> "S3 says that this machine's clock is wrong; set it";
            case "InvalidObjectState" -> address(bucket, key) + " is archived; restore it first";
            case "InvalidRange" -> address(bucket, key) + " is empty";
            case "PermanentRedirect", "AuthorizationHeaderMalformed", "IllegalLocationConstraintException" ->
                region(e, words)
                        .map(region -> "the bucket " + bucket + " is in " + region + ", not in " + environment.region()
                                + "; set AWS_REGION=" + region)
                        .orElse("the bucket " + bucket + " is not in " + environment.region() + "; set AWS_REGION");
            case "AccessDenied" ->
                isAboutEncryption(words)
                        ? "the credentials may read " + address(bucket, key) + ", but not decrypt it; they need"
                                + " kms:Decrypt for the key of its encryption"
                        : "S3 denies access to " + address(bucket, key) + "; the credentials need s3:GetObject, and"
                                + " s3:ListBucket to tell whether there is such an object";
            default ->
                "S3 answered " + e.statusCode() + (code.isEmpty() ? "" : " " + code) + " when asked for "
                        + address(bucket, key) + (words.isEmpty() ? "" : ": " + words);
        };
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String words = String.valueOf(cause.getMessage());
        return cause instanceof UnknownHostException ? "the host " + words + " is not known" : words;
    }

    private static Optional<String> region(S3Exception e, String words) {
        Matcher expected = EXPECTED.matcher(words);
        return e.awsErrorDetails()
                .sdkHttpResponse()
                .firstMatchingHeader("x-amz-bucket-region")
                .or(() -> expected.find() ? Optional.of(expected.group(1)) : Optional.empty());
    }

    private static boolean isAboutEncryption(String words) {
        return words.toLowerCase(Locale.ROOT).contains("kms");
    }

    private static String address(String bucket, String key) {
        return "s3://" + bucket + "/" + key;
    }
}
