package dev.gongrelay.source;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.s3.S3Client;

/** A socket on loopback in place of S3, which answers each request with the bytes that a test gives. */
public final class ScriptedS3 implements AutoCloseable {
    private static final Pattern LENGTH = Pattern.compile("\r\ncontent-length: (\\d+)", Pattern.CASE_INSENSITIVE);

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final ServerSocket server;
    private final Function<String, byte[]> answers;

    /** @param answers makes a complete answer for the head of each request, after which the connection is closed */
    public ScriptedS3(Function<String, byte[]> answers) {
        this.answers = answers;
        try {
            server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread acceptor = new Thread(this::accept, "scripted-s3");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    /** An answer with a Content-Length, and without a body if the request is a HEAD. */
    public static byte[] answer(String request, String head, String body) {
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        return ("HTTP/1.1 " + head + "\r\nContent-Length: " + length + "\r\nConnection: close\r\n\r\n"
                        + (request.startsWith("HEAD ") ? "" : body))
                .getBytes(StandardCharsets.UTF_8);
    }

    /** An error document as S3 writes it. */
    public static String error(String code, String message) {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>" + code + "</Code><Message>" + message
                + "</Message><RequestId>4442587FB7D0A2F9</RequestId><HostId>host</HostId></Error>";
    }

    /** Its address. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /** The heads of all requests, in order. */
    public List<String> requests() {
        return requests;
    }

    /** A new client, which retries as the SDK does by default, but without pauses or a limit on all retries. */
    public S3Client client() {
        return S3Client.builder()
                .endpointOverride(endpoint())
                .forcePathStyle(true)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .overrideConfiguration(
                        override -> override.retryStrategy(AwsRetryStrategy.legacyRetryStrategy().toBuilder()
                                .backoffStrategy(BackoffStrategy.retryImmediately())
                                .throttlingBackoffStrategy(BackoffStrategy.retryImmediately())
                                .circuitBreakerEnabled(false)
                                .build()))
                .build();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                answer(client);
            } catch (IOException e) {
                // The client left, or this server is closed.
            }
        }
    }

    private void answer(Socket client) throws IOException {
        InputStream in = new BufferedInputStream(client.getInputStream());
        OutputStream out = client.getOutputStream();
        StringBuilder bytes = new StringBuilder();
        while (bytes.length() < 4 || bytes.indexOf("\r\n\r\n", bytes.length() - 4) < 0) {
            int next = in.read();
            if (next < 0) {
                return;
            }
            bytes.append((char) next);
        }
        String head = bytes.toString();
        requests.add(head);
        if (head.toLowerCase(Locale.ROOT).contains("expect: 100-continue")) {
            out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        }
        Matcher length = LENGTH.matcher(head);
        if (length.find()) {
            in.readNBytes(Integer.parseInt(length.group(1)));
        }
        out.write(answers.apply(head));
        out.flush();
    }
}
