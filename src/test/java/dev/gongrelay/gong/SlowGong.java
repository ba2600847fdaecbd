package dev.gongrelay.gong;

import dev.gongrelay.simulator.Certificates;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A server over TLS for one request, which reads as much as a test tells it to. */
@SuppressWarnings("NullAway.Init")
final class SlowGong implements AutoCloseable {
    /** Little, so that the other side soon notices that nothing is read. */
    private static final int SOCKET_BYTES = 64 * 1024;

    private final SSLContext context;
    private final ServerSocket server = new ServerSocket();
    private Socket connection;
    private SSLSocket secured;

    SlowGong(Certificates certificates) throws Exception {
        context = SSLContext.getInstance("TLS");
        var keys = certificates.server(Certificates.GOOD).getKeyManagerFactory(Vertx.vertx());
        context.init(keys.getKeyManagers(), null, null);
        server.setReceiveBufferSize(SOCKET_BYTES);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    int port() {
        return server.getLocalPort();
    }

    /** Accepts the connection, and reads the head of the request. */
    void accept() throws IOException {
        connection = server.accept();
        secured = (SSLSocket) context.getSocketFactory().createSocket(connection, "localhost", port(), true);
        secured.setUseClientMode(false);
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            head.append((char) secured.getInputStream().read());
        }
    }

    /** Reads so many bytes of the body, at most so many at a time. */
    byte[] read(int bytes, int atOnce) throws IOException {
        InputStream in = secured.getInputStream();
        ByteArrayOutputStream read = new ByteArrayOutputStream(bytes);
        while (read.size() < bytes) {
            byte[] part = in.readNBytes(Math.min(atOnce, bytes - read.size()));
            if (part.length == 0) {
                throw new IOException("the body ends after " + read.size() + " bytes");
            }
            read.writeBytes(part);
        }
        return read.toByteArray();
    }

    void answer(int status) throws IOException {
        secured.getOutputStream()
                .write(("HTTP/1.1 " + status + " Scripted\r\nContent-Length: 2\r\n\r\n{}")
                        .getBytes(StandardCharsets.US_ASCII));
    }

    /** Resets the TCP connection. */
    void reset() throws IOException {
        connection.setSoLinger(true, 0);
        connection.close();
    }

    @Override
    public void close() throws IOException {
        server.close();
        if (connection != null) {
            connection.close();
        }
    }
}
