package dev.gongrelay.aws;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An HTTP server on loopback that answers every request in the same, mostly bad, manner. */
final class StubbornServer implements AutoCloseable {
    /** How requests are answered. */
    enum Manner {
        /** No answer. */
        SILENT,
        /** A head that never ends, byte by byte. */
        DRIPS_HEAD,
        /** A head, then a body byte by byte. */
        DRIPS_BODY,
        /** A reset of the connection. */
        RESETS,
        /** A body that is too long for any client. */
        FLOODS,
        /** Bytes that are not HTTP. */
        BABBLES,
        /** A body of two bytes. */
        ANSWERS
    }

    private static final Pattern CONTENT_LENGTH = Pattern.compile("(?i)\\r\\nContent-Length: (\\d+)\\r\\n");
    private static final int DRIP_MILLIS = 50;
    private static final int FLOOD_BYTES = 8 * 1024 * 1024;

    private final Manner manner;
    private final ServerSocket server;
    private final AtomicInteger connections = new AtomicInteger();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    StubbornServer(Manner manner) {
        this.manner = manner;
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::accept);
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    int connections() {
        return connections.get();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                connections.incrementAndGet();
                open.add(socket);
                daemon(() -> serve(socket));
            }
        } catch (IOException e) {
            // Closed: the test is over.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            while (readRequest(socket.getInputStream())) {
                answer(socket, socket.getOutputStream());
            }
        } catch (IOException e) {
            // The client has left.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(Socket socket, OutputStream out) throws IOException, InterruptedException {
        switch (manner) {
            case SILENT -> Thread.sleep(Long.MAX_VALUE);
            case DRIPS_HEAD -> {
                write(out, "HTTP/1.1 200 OK\r\nX-Drip: ");
                drip(out);
            }
            case DRIPS_BODY -> {
                write(out, "HTTP/1.1 200 OK\r\nETag: \"e\"\r\nContent-Length: 100000\r\n\r\n");
                drip(out);
            }
            case RESETS -> {
                socket.setSoLinger(true, 0);
                socket.close();
            }
            case FLOODS -> {
                write(out, "HTTP/1.1 200 OK\r\nContent-Length: " + FLOOD_BYTES + "\r\n\r\n");
                out.write(new byte[FLOOD_BYTES]);
            }
            case BABBLES -> {
                write(out, "220 smtp.example.com ready\r\n");
                socket.close();
            }
            case ANSWERS -> write(out, "HTTP/1.1 200 OK\r\nETag: \"e\"\r\nContent-Length: 2\r\n\r\n{}");
        }
    }

    private static void drip(OutputStream out) throws IOException, InterruptedException {
        while (true) {
            write(out, "x");
            Thread.sleep(DRIP_MILLIS);
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    /** Reads a request; returns false at the end of the connection. */
    private static boolean readRequest(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return false;
            }
            head.append((char) next);
        }
        Matcher length = CONTENT_LENGTH.matcher(head);
        in.skipNBytes(length.find() ? Long.parseLong(length.group(1)) : 0);
        return true;
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "stubborn server");
        thread.setDaemon(true);
        thread.start();
    }
}
