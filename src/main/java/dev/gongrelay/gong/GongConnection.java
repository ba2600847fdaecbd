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
 * What happens on a connection to Gong beneath the HTTP client, which collects an answer of any length in memory, has
 * no answer when its body breaks off, and doesn't tell when a request is out.
 *
 * <p>An answer's body ends after 64 KiB, or 1 MiB if it is a list, where the connection breaks, where the framing is
 * wrong, or when
 * {@link #endAnswer()} says so; the connection is then closed. Whatever its {@code Content-Type} says, it is passed on
 * as JSON. Interim answers (1xx) are dropped. A connection on which an answer came before the request was out is closed
 * too.
 *
 * <pre>
 *  IDLE ──head of a request──► SENDING ──its last byte is with the socket──► WAITING ──head of an answer──► ANSWERING
 *   ▲                             └────────────────head of an early answer──────────────────────────────────►  │
 *   └─────────────────────────────────────────────────────────────────────────────────────end of the answer────┘
 * </pre>
 *
 * On the event loop only.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the promise that is passed on tells the same
final class GongConnection extends ChannelDuplexHandler {
    static final int ANSWER_LIMIT_BYTES = 64 * 1024;
    /** A page of 100 users takes 100 to 300 KB, one of 100 calls as much if their identifiers are long. */
    static final int LIST_LIMIT_BYTES = 1024 * 1024;
    /** A whole chunk of media goes into one buffer, not each 16 KiB of it into its own: 2 % less CPU per byte. */
    private static final int ENCRYPTED_AT_ONCE_BYTES = 256 * 1024;

    private static final AttributeKey<GongConnection> KEY = AttributeKey.valueOf(GongConnection.class.getName());

    /** Where the exchange on a connection has got to. */
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

    /** Watches a connection, from before its first request on. */
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

    /** What is known of a connection, also when it has ended. */
    static GongConnection of(HttpConnection connection) {
        return Objects.requireNonNull(
                ((ConnectionBase) connection).channel().attr(KEY).get(), "every connection to Gong is watched");
    }

    /** Where the exchange has got to. */
    Phase phase() {
        return phase;
    }

    /** Whether the latest request was handed to the socket to its last byte. */
    boolean requestIsOut() {
        return requestOut;
    }

    /**
     * Ends an answer that has begun: what has come of it is all of it.
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
            // Read by the HTTP client when the answer ends: it then sends nothing more on this connection.
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
