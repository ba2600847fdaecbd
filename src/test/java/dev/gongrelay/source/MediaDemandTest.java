package dev.gongrelay.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gongrelay.settings.RelayConfig.Tls.Engine;
import dev.gongrelay.simulator.Certificates;
import dev.gongrelay.simulator.Eventually;
import dev.gongrelay.simulator.LentMemory;
import dev.gongrelay.tls.TrustingTls;
import io.netty.buffer.ByteBuf;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A subscriber gets the bytes that it requests, and nothing else is read. */
@Isolated
class MediaDemandTest {
    private static final int TURNS = 50;

    /** The most that one read of the socket delivers. */
    private static final long ONE_READ_BYTES = 1024 * 1024;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final LoopbackMedia loopback = new LoopbackMedia(vertx);

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void rejects_a_request_for_no_chunks(long chunks) throws IOException {
        try (ServerSocketChannel server = server()) {
            Reader reader = new Reader(ignored -> {});
            loopback.at(endpoint(server), 1000).subscribe(reader);
            try (SocketChannel connection = accept(server)) {
                reader.request(chunks);

                Eventually.until("a failure", () -> !reader.failures.isEmpty());
                assertThat(reader.failures)
                        .singleElement()
                        .isInstanceOfSatisfying(
                                IllegalArgumentException.class,
                                failure -> assertThat(failure).hasMessage("A request for " + chunks + " chunks"));
                assertThat(connection.read(ByteBuffer.allocate(1))).isEqualTo(-1);
            }
        }
    }

    @Test
    void reads_only_while_something_is_requested() throws Exception {
        long size = 1L << 30;
        try (ServerSocketChannel server = server()) {
            Reader reader = new Reader(ignored -> {});
            loopback.at(endpoint(server), size).subscribe(reader);
            try (SocketChannel connection = accept(server)) {
                long before = LentMemory.bytes();
                connection.write(head(size));
                connection.configureBlocking(false);

                fill(connection);
                turnEventLoop();
                assertThat(LentMemory.bytes() - before).isLessThan(ONE_READ_BYTES / 16);

                for (int round = 1; round <= 3; round++) {
                    reader.request(1);
                    reader.awaitChunks(round);
                    fill(connection);
                    turnEventLoop();
                    assertThat(reader.chunks).hasValue(round);
                    assertThat(LentMemory.bytes() - before).isLessThanOrEqualTo(ONE_READ_BYTES);
                }

                reader.request(Long.MAX_VALUE);
                while (reader.bytes.get() < 64 * ONE_READ_BYTES) {
                    fill(connection);
                }
                reader.cancel();
                Eventually.until("no buffer kept", () -> LentMemory.bytes() <= before);
            }
        }
    }

    /** Each byte in its own TLS record is a chunk of its own, and one read of the socket delivers all of them. */
    @Test
    void delivers_thousands_of_chunks_to_a_subscriber_that_requests_the_next_from_within() throws Exception {
        int size = 20_000;
        Certificates certificates = Certificates.ofThisBuild();
        CompletableFuture<Void> written = new CompletableFuture<>();
        try (SSLServerSocket server = secureServer(certificates)) {
            Thread thread = new Thread(() -> serveByteByByte(server, size, written));
            thread.start();
            AtomicInteger depth = new AtomicInteger();
            AtomicInteger deepest = new AtomicInteger();
            Reader[] readers = new Reader[1];
            readers[0] = new Reader(seen -> {
                deepest.accumulateAndGet(depth.incrementAndGet(), Math::max);
                if (seen > 1) {
                    readers[0].request(1);
                }
                depth.decrementAndGet();
            });
            var options = TrustingTls.clientOptions(vertx, Engine.JDK, certificates.authority());
            loopback.with(options)
                    .at(URI.create("https://localhost:" + server.getLocalPort()), size)
                    .subscribe(readers[0]);
            written.join();

            readers[0].request(1);
            readers[0].awaitChunks(1);
            readers[0].request(1);

            Eventually.until("all chunks", () -> readers[0].completed.get() == 1);
            assertThat(readers[0].chunks).hasValue(size);
            assertThat(readers[0].failures).isEmpty();
            assertThat(deepest).hasValue(1);
            thread.join();
        }
    }

    private static SSLServerSocket secureServer(Certificates certificates) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        var keys = certificates.server(Certificates.GOOD).getKeyManagerFactory(Vertx.vertx());
        context.init(keys.getKeyManagers(), null, null);
        return (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    private static void serveByteByByte(SSLServerSocket server, int size, CompletableFuture<Void> written) {
        try (SSLSocket socket = (SSLSocket) server.accept()) {
            readHead(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            out.write(head(size).array());
            for (int i = 0; i < size; i++) {
                out.write('x');
            }
            written.complete(null);
            socket.getInputStream().read();
        } catch (IOException e) {
            written.completeExceptionally(e);
        }
    }

    private static ServerSocketChannel server() throws IOException {
        return ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    private static URI endpoint(ServerSocketChannel server) throws IOException {
        return URI.create("http://127.0.0.1:" + ((InetSocketAddress) server.getLocalAddress()).getPort());
    }

    /** A connection whose request has been read. */
    private static SocketChannel accept(ServerSocketChannel server) throws IOException {
        SocketChannel connection = server.accept();
        connection.setOption(StandardSocketOptions.SO_SNDBUF, 64 * 1024);
        readHead(connection.socket().getInputStream());
        return connection;
    }

    private static void readHead(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            head.append((char) in.read());
        }
    }

    private static ByteBuffer head(long size) {
        return ByteBuffer.wrap(("HTTP/1.1 206 Partial Content\r\nContent-Length: " + size
                        + "\r\nContent-Range: bytes 0-" + (size - 1) + "/" + size + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Writes until the socket accepts no more, so that there is plenty to read. */
    private static void fill(SocketChannel connection) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(64 * 1024);
        do {
            bytes.clear();
        } while (connection.write(bytes) > 0);
    }

    /** Lets the only event loop finish its pending work, several times in a row. */
    private void turnEventLoop() {
        for (int i = 0; i < TURNS; i++) {
            CompletableFuture<Void> turned = new CompletableFuture<>();
            vertx.runOnContext(ignored -> turned.complete(null));
            turned.join();
        }
    }

    private static final class Reader implements MultiSubscriber<ByteBuf> {
        private final LongConsumer onChunk;
        private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
        private final AtomicLong chunks = new AtomicLong();
        private final AtomicLong bytes = new AtomicLong();
        private final AtomicInteger completed = new AtomicInteger();
        private final List<Throwable> failures = new CopyOnWriteArrayList<>();

        /** @param onChunk gets the number of chunks so far, from within {@code onItem} */
        Reader(LongConsumer onChunk) {
            this.onChunk = onChunk;
        }

        void request(long more) {
            subscription.join().request(more);
        }

        void cancel() {
            subscription.join().cancel();
        }

        void awaitChunks(long wanted) {
            Eventually.until(wanted + " chunks", () -> chunks.get() >= wanted);
        }

        @Override
        public void onSubscribe(Flow.@Nullable Subscription given) {
            subscription.complete(given);
        }

        @Override
        public void onItem(ByteBuf chunk) {
            bytes.addAndGet(chunk.readableBytes());
            chunk.release();
            onChunk.accept(chunks.incrementAndGet());
        }

        @Override
        public void onFailure(Throwable failure) {
            failures.add(failure);
        }

        @Override
        public void onCompletion() {
            completed.incrementAndGet();
        }
    }
}
