package dev.gongrelay.simulator;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One connection through a {@link FaultyProxy}: one thread each way. Clients don't pipeline, so whatever the server
 * sends after a request belongs to its answer.
 */
final class ProxiedConnection {
    private static final int LONGEST_HEAD = 1 << 16;

    private final FaultyProxy proxy;
    private final Pace pace;
    private final Socket client;
    private final Socket server;
    /** What to do to the answer that has not begun. */
    private final AtomicReference<@Nullable ProxyFault> pending = new AtomicReference<>();

    private final CountDownLatch closed = new CountDownLatch(1);

    ProxiedConnection(FaultyProxy proxy, Pace pace, Socket client, Socket server) throws SocketException {
        this.proxy = proxy;
        this.pace = pace;
        this.client = client;
        this.server = server;
        // Head and body are written one after the other: otherwise the body waits 40 ms for the head's acknowledgment.
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
    }

    void start() {
        daemon("proxy upstream", () -> run(this::upstream)).start();
        daemon("proxy downstream", () -> run(this::downstream)).start();
    }

    void close() {
        closed.countDown();
        close(client);
        close(server);
        proxy.closed(this);
    }

    static Thread daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException("a socket could not be closed", e);
        }
    }

    private interface Direction {
        void pump() throws IOException, InterruptedException;
    }

    private void run(Direction direction) {
        try {
            direction.pump();
        } catch (IOException e) {
            // One of the two sides has ended the connection, which ends it for the other too.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close();
        }
    }

    private void upstream() throws IOException {
        InputStream in = new BufferedInputStream(client.getInputStream(), 1 << 16);
        OutputStream out = server.getOutputStream();
        byte[] buffer = new byte[1 << 16];
        for (String head = readHead(in); head != null; head = readHead(in)) {
            RequestHead request = RequestHead.parse(head);
            ProxyFault fault = proxy.seen(request);
            if (fault.kind() == ProxyFault.Kind.DROP) {
                return;
            }
            boolean answered = fault.kind() == ProxyFault.Kind.ANSWER;
            if (!answered) {
                pending.set(fault);
                out.write(head.getBytes(StandardCharsets.ISO_8859_1));
            }
            boolean chunked = request.headers().containsKey("transfer-encoding");
            long rest =
                    chunked ? Long.MAX_VALUE : Long.parseLong(request.headers().getOrDefault("content-length", "0"));
            while (rest > 0) {
                int read = in.read(buffer, 0, (int) Math.min(buffer.length, rest));
                if (read < 0) {
                    return;
                }
                rest -= read;
                if (!answered) {
                    out.write(buffer, 0, read);
                }
            }
            if (answered) {
                client.getOutputStream().write(fault.answer().getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private void downstream() throws IOException, InterruptedException {
        BufferedInputStream in = new BufferedInputStream(server.getInputStream(), 1 << 16);
        byte[] buffer = new byte[1 << 16];
        ProxyFault fault = ProxyFault.none();
        long body = 0;
        long startedNanos = 0;
        while (peek(in)) {
            ProxyFault next = pending.getAndSet(null);
            if (next != null) {
                fault = next;
                body = 0;
                startedNanos = pace.nanos();
                if (fault.strikesAt(-1)) {
                    strike(fault);
                    return;
                }
                answerHead(in, fault);
            } else {
                int read = in.read(buffer, 0, fault.room(body, buffer.length));
                deliver(buffer, read);
                proxy.delivered(read, read);
                body += read;
                if (fault.kind() == ProxyFault.Kind.THROTTLE) {
                    long aheadNanos = 1_000_000_000 * body / fault.bytes() - (pace.nanos() - startedNanos);
                    pace.sleep(Duration.ofNanos(aheadNanos));
                }
            }
            if (fault.strikesAt(body)) {
                strike(fault);
                return;
            }
        }
    }

    /** Waits for the next byte; false at the end. */
    private static boolean peek(BufferedInputStream in) throws IOException {
        in.mark(1);
        boolean some = in.read() >= 0;
        in.reset();
        return some;
    }

    /** Delivers the head of an answer, and of interim answers before it. */
    private void answerHead(InputStream in, ProxyFault fault) throws IOException {
        boolean interim = true;
        while (interim) {
            String head = readHead(in);
            if (head == null) {
                throw new EOFException();
            }
            interim = head.startsWith("HTTP/1.1 1");
            byte[] bytes = (interim ? head : fault.rewriting().apply(head)).getBytes(StandardCharsets.ISO_8859_1);
            deliver(bytes, bytes.length);
            proxy.delivered(bytes.length, 0);
        }
    }

    private void deliver(byte[] bytes, int length) throws IOException {
        client.getOutputStream().write(bytes, 0, length);
    }

    private void strike(ProxyFault fault) throws SocketException, InterruptedException {
        switch (fault.kind()) {
            case SILENCE -> {
                proxy.silent(1);
                try {
                    closed.await();
                } finally {
                    proxy.silent(-1);
                }
            }
            case RESET -> client.setSoLinger(true, 0);
            default -> {}
        }
    }

    /** Reads a head with its empty line; null if the stream ends before. */
    private static @Nullable String readHead(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < 4 || head.indexOf("\r\n\r\n", head.length() - 4) < 0) {
            int next = in.read();
            if (next < 0 || head.length() > LONGEST_HEAD) {
                return null;
            }
            head.append((char) next);
        }
        return head.toString();
    }
}
