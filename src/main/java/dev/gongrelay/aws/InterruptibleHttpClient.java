package dev.gongrelay.aws;

import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * An HTTP client whose calls end when their thread is interrupted, which is how the SDK ends a call that takes too
 * long. {@code HttpURLConnection} ignores interruption while it resolves a name, connects, shakes hands, or reads from
 * a slow server. So each exchange runs on a worker thread, and is left behind when its caller is interrupted.
 *
 * <p>An exchange includes the response's body, up to {@value #LONGEST_BODY_BYTES} bytes; reading further fails. All
 * bodies are smaller: the largest is the list of Gong's users.
 */
final class InterruptibleHttpClient implements SdkHttpClient {
    static final int LONGEST_BODY_BYTES = 4 * 1024 * 1024;

    private static final int BUFFER_BYTES = 16 * 1024;

    private final SdkHttpClient client;
    private final Executor workers;

    InterruptibleHttpClient(SdkHttpClient client) {
        this.client = client;
        this.workers = Infrastructure.getDefaultExecutor();
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new InterruptibleRequest(client.prepareRequest(request));
    }

    @Override
    public String clientName() {
        return client.clientName();
    }

    @Override
    public void close() {
        client.close();
    }

    private final class InterruptibleRequest implements ExecutableHttpRequest {
        private final ExecutableHttpRequest request;
        private volatile boolean over;

        InterruptibleRequest(ExecutableHttpRequest request) {
            this.request = request;
        }

        @Override
        public HttpExecuteResponse call() throws IOException {
            CompletableFuture<HttpExecuteResponse> response = new CompletableFuture<>();
            workers.execute(() -> exchange(response));
            try {
                return response.get();
            } catch (InterruptedException e) {
                abort();
                Thread.currentThread().interrupt();
                throw (IOException) new InterruptedIOException("The call was interrupted").initCause(e);
            } catch (ExecutionException e) {
                throw failure(e);
            }
        }

        /** On a worker, since closing a connection may wait for whoever reads from it. */
        @Override
        public void abort() {
            over = true;
            workers.execute(request::abort);
        }

        private void exchange(CompletableFuture<HttpExecuteResponse> response) {
            try {
                HttpExecuteResponse head = request.call();
                HttpExecuteResponse.Builder whole =
                        HttpExecuteResponse.builder().response(head.httpResponse());
                if (head.responseBody().isPresent()) {
                    whole.responseBody(AbortableInputStream.create(whole(
                            head.responseBody().get(),
                            new Body(head.httpResponse().firstMatchingHeader("Content-Length")))));
                }
                response.complete(whole.build());
            } catch (UncheckedIOException e) {
                // The response is not HTTP. The SDK knows the cause: it retries, and then fails as usual.
                response.completeExceptionally(e.getCause());
            } catch (IOException | RuntimeException | Error e) {
                response.completeExceptionally(e);
            }
        }

        private InputStream whole(AbortableInputStream body, Body bytes) throws IOException {
            byte[] buffer = new byte[BUFFER_BYTES];
            int read = body.read(buffer);
            while (read >= 0 && bytes.size() < LONGEST_BODY_BYTES) {
                if (over) {
                    throw new InterruptedIOException("The call was interrupted");
                }
                bytes.write(buffer, 0, read);
                read = body.read(buffer);
            }
            InputStream whole = bytes.read();
            if (read < 0) {
                body.close();
                return whole;
            }
            request.abort();
            return new SequenceInputStream(whole, new TooLong());
        }
    }

    /** Collects a body without copying it, in one piece from the start if its length is announced. */
    private static final class Body extends ByteArrayOutputStream {
        Body(Optional<String> announcedBytes) {
            super(announcedBytes
                    .filter(digits -> digits.matches("\\d{1,9}"))
                    .map(digits -> Math.min(Integer.parseInt(digits), LONGEST_BODY_BYTES))
                    .orElse(BUFFER_BYTES));
        }

        InputStream read() {
            return new ByteArrayInputStream(buf, 0, count);
        }
    }

    /** Gives or throws what ended the exchange, as if it had run on this thread. */
    private static RuntimeException failure(ExecutionException e) throws IOException {
        if (e.getCause() instanceof IOException failure) {
            throw failure;
        }
        if (e.getCause() instanceof Error error) {
            throw error;
        }
        return e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e);
    }

    /** Fails in place of the rest of a body that is too long. */
    private static final class TooLong extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("The response has more than " + LONGEST_BODY_BYTES + " bytes");
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return read();
        }
    }
}
