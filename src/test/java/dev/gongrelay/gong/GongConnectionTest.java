package dev.gongrelay.gong;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gongrelay.settings.RelayConfig.Tls.Engine;
import dev.gongrelay.simulator.Certificates;
import dev.gongrelay.tls.TrustingTls;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GongConnectionTest {
    private static final int CHUNK_BYTES = 256 * 1024;
    private static final int CHUNKS = 4;

    private final Vertx vertx = Vertx.vertx();
    private final Certificates certificates = Certificates.ofThisBuild();
    /** The sizes of the buffers that the socket was given. */
    private final List<Integer> written = new CopyOnWriteArrayList<>();

    private final CompletableFuture<Buffer> received = new CompletableFuture<>();

    @AfterEach
    void close() {
        done(vertx.close().toCompletionStage());
    }

    /** The JDK fills a buffer to the last record that fits with the most overhead, and begins another. */
    @ParameterizedTest
    @EnumSource
    void encrypts_a_chunk_of_media_into_one_buffer_instead_of_one_for_each_record(Engine engine) {
        HttpServer gong = server();
        var client = vertx.createHttpClient(TrustingTls.clientOptions(vertx, engine, certificates.authority()));
        client.connectionHandler(connection -> {
            GongConnection.watch(connection);
            count(connection);
        });
        byte[] media = new byte[CHUNKS * CHUNK_BYTES];
        new Random(1).nextBytes(media);

        done(client.request(HttpMethod.PUT, gong.actualPort(), "localhost", "/")
                .compose(request -> {
                    request.putHeader("Content-Length", String.valueOf(media.length));
                    for (int at = 0; at < media.length; at += CHUNK_BYTES) {
                        request.write(Buffer.buffer(media).slice(at, at + CHUNK_BYTES));
                    }
                    return request.end().compose(sent -> request.response());
                })
                .compose(answer -> answer.body())
                .map(Buffer::getBytes)
                .toCompletionStage());

        assertThat(received.join().equals(Buffer.buffer(media))).isTrue();
        assertThat(written).filteredOn(bytes -> bytes > CHUNK_BYTES * 9 / 10).hasSize(CHUNKS);
        assertThat(written.stream().mapToInt(Integer::intValue).sum()).isGreaterThan(media.length);
    }

    private HttpServer server() {
        return done(vertx.createHttpServer(
                        new HttpServerOptions().setSsl(true).setKeyCertOptions(certificates.server(Certificates.GOOD)))
                .requestHandler(request -> request.body().onSuccess(body -> {
                    received.complete(body);
                    request.response().end();
                }))
                .listen(0, "127.0.0.1")
                .toCompletionStage());
    }

    private void count(HttpConnection connection) {
        ((ConnectionBase) connection).channel().pipeline().addFirst(new ChannelOutboundHandlerAdapter() {
            @Override
            @SuppressWarnings("FutureReturnValueIgnored") // the promise that is passed on tells the same
            public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
                written.add(((ByteBuf) message).readableBytes());
                context.write(message, promise);
            }
        });
    }

    private static <T> T done(CompletionStage<T> result) {
        return result.toCompletableFuture().join();
    }
}
