package dev.gongrelay.simulator;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.nio.charset.StandardCharsets;

/** Sends a fault's bytes in place of an answer, bypassing the server's codec, which counts its own answer as sent. */
final class RawAnswer {
    private static final int ENDLESS_CHUNK = 1 << 14;

    private RawAnswer() {}

    static void send(HttpServerRequest request, Fault fault) {
        ChannelPipeline pipeline =
                ((ConnectionBase) request.connection()).channel().pipeline();
        pipeline.addAfter("httpEncoder", "unsent", new Unsent());
        request.response().end();
        ChannelHandlerContext wire = pipeline.context("httpEncoder");
        ChannelFuture sent = wire.writeAndFlush(Unpooled.copiedBuffer(fault.body(), StandardCharsets.ISO_8859_1));
        if (fault.kind() == Fault.Kind.RAW_AFTER_BODY_THEN_CLOSE) {
            sent.addListener(ChannelFutureListener.CLOSE);
        } else if (!fault.endless().isEmpty()) {
            sendOn(
                    wire,
                    fault.endless()
                            .repeat(Math.max(1, ENDLESS_CHUNK / fault.endless().length())));
        }
    }

    private static void sendOn(ChannelHandlerContext wire, String bytes) {
        wire.writeAndFlush(Unpooled.copiedBuffer(bytes, StandardCharsets.ISO_8859_1))
                .addListener(sent -> {
                    if (sent.isSuccess()) {
                        wire.executor().execute(() -> sendOn(wire, bytes));
                    }
                });
    }

    /** Drops one answer on its way to the codec. */
    private static final class Unsent extends ChannelOutboundHandlerAdapter {
        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise written) {
            ReferenceCountUtil.release(message);
            written.setSuccess();
            if (message instanceof LastHttpContent) {
                context.pipeline().remove(this);
            }
        }
    }
}
