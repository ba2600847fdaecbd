package dev.gongrelay.tls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A port on loopback that passes TLS connections on as they are, and notes how each was opened. */
public final class TlsTap implements AutoCloseable {
    private final ServerSocket server;
    private final List<ClientHello> hellos = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile int target;

    /** Opens one that leads nowhere yet. */
    public TlsTap() {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::accept);
    }

    /** Its address, with a host name that certificates are made for. */
    public URI endpoint() {
        return URI.create("https://localhost:" + server.getLocalPort());
    }

    /** Passes new connections on to the server at this address, ends all others, and forgets how they were opened. */
    public void leadTo(URI address) {
        target = address.getPort();
        open.forEach(TlsTap::close);
        hellos.clear();
    }

    /** How connections were opened, in order. */
    public List<ClientHello> hellos() {
        return List.copyOf(hellos);
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        open.forEach(TlsTap::close);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                open.add(client);
                daemon(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                Socket back = new Socket(InetAddress.getLoopbackAddress(), target)) {
            ClientHello hello = ClientHello.read(client.getInputStream());
            hellos.add(hello);
            back.getOutputStream().write(hello.record());
            daemon(() -> pass(back, client));
            client.getInputStream().transferTo(back.getOutputStream());
        } catch (IOException e) {
            // One of the two sides has left, which ends it for the other too.
        } finally {
            open.remove(client);
        }
    }

    private static void pass(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // As above.
        } finally {
            close(to);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "TLS tap");
        thread.setDaemon(true);
        thread.start();
    }
}
