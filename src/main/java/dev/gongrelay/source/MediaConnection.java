package dev.gongrelay.source;

import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.TransientException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.NetSocketInternal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * A connection to S3 for one request: an object's bytes from a position to the end. For the event loop only.
 *
 * <p>It is a Vert.x socket with Netty's HTTP codec, not Vert.x's HTTP client, which copies every chunk to a buffer of its
 * own. Here, chunks stay where TLS wrote them, and are passed on to the receiver.
 */
final class MediaConnection {
    private static final int LONGEST_LINE_BYTES = 4 * 1024;
    private static final int LONGEST_HEAD_BYTES = 16 * 1024;
    private static final int CHUNK_BYTES = 256 * 1024;

    private final SourceObject object;
    private final long from;
    private final Receiver receiver;
    private final ByteArrayOutputStream refusal = new ByteArrayOutputStream();
    private @Nullable HttpResponse answer;
    private @Nullable NetSocketInternal socket;
    private boolean wanted;
    private int status;
    private boolean over;

    /** Receives the body, until it is complete, interrupted, or the connection is closed. */
    interface Receiver {
        /** Accepts the next bytes, up to 256 KiB, which the receiver must release. */
        void chunk(ByteBuf chunk);

        /**
         * Ends the incomplete body.
         *
         * @param failure a {@link dev.gongrelay.failure.RelayException}, unless another connection may succeed
         */
        void interrupted(Throwable failure);
    }

    /** @param signed a GET whose {@code Range} begins at {@code from} */
    MediaConnection(
            NetClient client,
            SdkHttpRequest signed,
            SourceObject object,
            long from,
            boolean wanted,
            Receiver receiver) {
        this.object = object;
        this.from = from;
        this.wanted = wanted;
        this.receiver = receiver;
        client.connect(signed.port(), signed.host()).onComplete(connected -> {
            if (connected.succeeded()) {
                ask(connected.result(), request(signed));
            } else {
                end(connected.cause());
            }
        });
    }

    /** Starts or stops reading. What was read before, up to 1 MiB, is delivered all the same. */
    void flow(boolean more) {
        if (wanted != more) {
            wanted = more;
            if (socket != null) {
                socket.channelHandlerContext().channel().config().setAutoRead(wanted);
            }
        }
    }

    /** Closes the connection, even if it is not open yet, and drops whatever still arrives. */
    void close() {
        over = true;
        if (socket != null) {
            socket.close();
        }
    }

    private void ask(NetSocket connected, HttpRequest request) {
        socket = (NetSocketInternal) connected;
        if (over) {
            socket.close();
            return;
        }
        socket.channelHandlerContext()
                .pipeline()
                .addBefore("handler", "http", new HttpClientCodec(LONGEST_LINE_BYTES, LONGEST_HEAD_BYTES, CHUNK_BYTES));
        socket.messageHandler(this::read)
                .exceptionHandler(this::broken)
                .closeHandler(ignored -> broken(new IOException("the connection ended early")));
        socket.channelHandlerContext().channel().config().setAutoRead(wanted);
        socket.writeMessage(request);
    }

    private static HttpRequest request(SdkHttpRequest signed) {
        String query = signed.encodedQueryParameters().orElse("");
        HttpRequest request =
                new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, signed.encodedPath() + "?" + query);
        signed.headers().forEach((name, values) -> request.headers().set(name, String.join(",", values)));
        request.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        return request;
    }

    private void read(Object message) {
        try {
            if (over) {
                return;
            }
            if (message instanceof HttpObject part && part.decoderResult().isFailure()) {
                broken(part.decoderResult().cause());
                return;
            }
            if (message instanceof HttpResponse head) {
                begin(head);
            }
            if (message instanceof HttpContent content) {
                body(content);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void begin(HttpResponse head) {
        answer = head;
        status = head.status().code();
        String range = "bytes " + from + "-" + (object.sizeBytes() - 1) + "/" + object.sizeBytes();
        String length = String.valueOf(object.sizeBytes() - from);
        boolean right = status == 206
                && range.equals(head.headers().get(HttpHeaderNames.CONTENT_RANGE))
                && length.equals(head.headers().get(HttpHeaderNames.CONTENT_LENGTH));
        if (head.status().codeClass() == HttpStatusClass.SUCCESS && !right) {
            end(new TransientException(
                    FailureCode.SOURCE_INCONSISTENT,
                    "Reading " + object + ": S3 answered " + status + " with " + said(head, "Content-Range")
                            + " and " + said(head, "Content-Length") + " where \"" + range
                            + "\" was requested; the relay uses none of it"));
        }
    }

    private static String said(HttpResponse head, String header) {
        String value = head.headers().get(header);
        return value == null ? "no " + header : header + " " + value;
    }

    private void body(HttpContent content) {
        boolean last = content instanceof LastHttpContent;
        ByteBuf bytes = content.content();
        if (status == 206) {
            if (last) {
                close();
            }
            if (bytes.isReadable()) {
                receiver.chunk(bytes.retain());
            }
        } else if (isRefused()) {
            int room = ErrorDocument.LIMIT_BYTES - refusal.size();
            refusal.writeBytes(ByteBufUtil.getBytes(bytes, bytes.readerIndex(), Math.min(room, bytes.readableBytes())));
            if (last || refusal.size() == ErrorDocument.LIMIT_BYTES) {
                end(refusal());
            }
        }
    }

    private boolean isRefused() {
        return status >= 300;
    }

    /** Why S3 refused the request, as far as it said. */
    private Exception refusal() {
        S3Failure failure = S3Failure.of(
                status,
                ErrorDocument.of(refusal.toByteArray()),
                name -> answer == null ? null : answer.headers().get(name));
        return S3Exceptions.ofMedia(failure, object);
    }

    /** A refusal counts even if the connection breaks in the middle of it. */
    private void broken(Throwable failure) {
        end(isRefused() ? refusal() : failure);
    }

    private void end(Throwable failure) {
        if (!over) {
            close();
            receiver.interrupted(failure);
        }
    }
}
