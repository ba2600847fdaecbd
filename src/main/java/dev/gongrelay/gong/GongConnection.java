package dev.gongrelay.gong;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Watches a connection to Gong below the HTTP client, which buffers answers of any length, loses an answer whose body
 * breaks off, and doesn't tell when a request has been sent.
 *
 * <p>Cuts an answer's body after 64 KiB (1 MiB for a list), where the connection breaks, where the framing is invalid,
 * and on {@link #endAnswer()}; then closes the connection, as it does after an answer that came before the whole request
 * was sent. Passes answers on as JSON, whatever their {@code Content-Type}. Drops interim answers (1xx).
 *
 * <pre>
 *        head of a request         last byte in the socket         head of the answer
 *  IDLE ───────────────────► SENDING ───────────────────► WAITING ───────────────────► ANSWERING
 *   ▲                           └────────────── head of an early answer ──────────────►  │
 *   └──────────────────────────────── end of the answer ─────────────────────────────────┘
 * </pre>
 *
 * Runs on the event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the promise that is passed on reports the same
final class GongConnection extends ChannelDuplexHandler {
    static final int ANSWER_LIMIT_BYTES = 64 * 1024;
    /** A page of 100 users takes 100 to 300 KB, one of 100 calls as much if their identifiers are long. */
    static final int LIST_LIMIT_BYTES = 1024 * 1024;
    /** Encrypts a whole chunk of media into one buffer, not into one for each 16 KiB: 2 % less CPU per byte. */
    private static final int ENCRYPTED_AT_ONCE_BYTES = 256 * 1024;

    private static final AttributeKey<GongConnection> KEY = AttributeKey.valueOf(GongConnection.class.getName());

    /** How far the exchange on a connection is. */
    enum Phase {
        IDLE,
        SENDING,
        WAITING,
        ANSWERING
    }

    private Phase phase = Phase.IDLE;
    private boolean requestOut;
    private @Nullable ChannelHandlerContext context;
    private @Nullable HttpResponse answer;
    private int answerBytes;
    private int answerLimitBytes = ANSWER_LIMIT_BYTES;
    private boolean interim;
    private boolean closing;

    private GongConnection() {}

    /** Begins to watch a connection; to be called before its first request. */
    static void watch(HttpConnection connection) {
        Channel channel = ((ConnectionBase) connection).channel();
        GongConnection watched = new GongConnection();
        channel.attr(KEY).set(watched);
        channel.pipeline().addBefore("handler", "gong", watched);
        SslHandler encryption = channel.pipeline().get(SslHandler.class);
        if (encryption != null) {
            encryption.setWrapDataSize(ENCRYPTED_AT_ONCE_BYTES);
        }
    }

    /** The watch on a connection, also after it has closed. */
    static GongConnection of(HttpConnection connection) {
        return Objects.requireNonNull(
                ((ConnectionBase) connection).channel().attr(KEY).get(), "every connection to Gong is watched");
    }

    /** How far the exchange is. */
    Phase phase() {
        return phase;
    }

    /** Whether the latest request is in the socket to its last byte. */
    boolean requestIsOut() {
        return requestOut;
    }

    /**
     * Ends an answer that has begun, as if what has arrived were all of it.
     *
     * @return false if none has begun
     */
    boolean endAnswer() {
        HttpResponse begun = answer;
        ChannelHandlerContext here = context;
        if (begun == null || here == null) {
            return false;
        }
        answerIsOver(here, begun, true);
        here.fireChannelRead(LastHttpContent.EMPTY_LAST_CONTENT);
        here.fireChannelReadComplete();
        return true;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (message instanceof HttpRequest request) {
            answerLimitBytes = isList(request) ? LIST_LIMIT_BYTES : ANSWER_LIMIT_BYTES;
            requestOut = false;
            phase = Phase.SENDING;
        }
        if (!(message instanceof LastHttpContent)) {
            ctx.write(message, promise);
            return;
        }
        ctx.write(message, promise.unvoid().addListener(written -> {
            if (written.isSuccess()) {
                requestOut = true;
                phase = phase == Phase.SENDING ? Phase.WAITING : phase;
            }
        }));
    }

    private static boolean isList(HttpRequest request) {
        return request.method().equals(HttpMethod.GET) || request.uri().endsWith("/extensive");
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpResponse head) {
            begin(head);
        }
        if (closing || interim) {
            ReferenceCountUtil.release(message);
        } else if (answer != null && message instanceof HttpContent content) {
            read(ctx, answer, content);
        } else {
            ctx.fireChannelRead(message);
        }
    }

    private void begin(HttpResponse head) {
        boolean readable = head.decoderResult().isSuccess();
        interim = readable && head.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        if (readable && !interim && !closing) {
            head.headers().set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON);
            answer = head;
            answerBytes = 0;
            phase = Phase.ANSWERING;
        }
    }

    private void read(ChannelHandlerContext ctx, HttpResponse head, HttpContent content) {
        if (content.decoderResult().isFailure()) {
            content.release();
            endAnswer();
            return;
        }
        ByteBuf bytes = content.content();
        answerBytes += bytes.readableBytes();
        if (answerBytes > answerLimitBytes) {
            bytes.writerIndex(bytes.writerIndex() - (answerBytes - answerLimitBytes));
            ctx.fireChannelRead(new DefaultHttpContent(bytes));
            endAnswer();
            return;
        }
        if (content instanceof LastHttpContent) {
            answerIsOver(ctx, head, !requestOut);
        }
        ctx.fireChannelRead(content);
    }

    private void answerIsOver(ChannelHandlerContext ctx, HttpResponse head, boolean close) {
        answer = null;
        phase = Phase.IDLE;
        if (close) {
            // The HTTP client reads this header when the answer ends, and then reuses the connection no more.
            head.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
            closing = true;
            ctx.channel().eventLoop().execute(ctx::close);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        endAnswer();
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable failure) {
        endAnswer();
        ctx.fireExceptionCaught(failure);
    }
}
