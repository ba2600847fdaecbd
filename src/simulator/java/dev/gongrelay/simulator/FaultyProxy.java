package dev.gongrelay.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A TCP proxy on loopback in front of a plain HTTP/1.1 server, that lets connections and answers fail when told to. It
 * holds no more than a few buffers a connection: a client that doesn't read makes the server wait. Safe for use by
 * several threads.
 */
public final class FaultyProxy implements AutoCloseable {
    private final InetSocketAddress target;
    private final Pace pace;
    private final int port;
    private final List<PlannedFault> rules = new ArrayList<>();
    private final List<RequestHead> heads = new ArrayList<>();
    private final Set<ProxiedConnection> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger silent = new AtomicInteger();
    private final AtomicLong delivered = new AtomicLong();
    private final AtomicLong bodyDelivered = new AtomicLong();
    private @Nullable ServerSocket server;
    private @Nullable Thread acceptor;

    private static final class PlannedFault {
        private int times;
        private final Predicate<RequestHead> which;
        private final ProxyFault fault;

        private PlannedFault(int times, Predicate<RequestHead> which, ProxyFault fault) {
            this.times = times;
            this.which = which;
            this.fault = fault;
        }
    }

    private FaultyProxy(InetSocketAddress target, Pace pace) throws IOException {
        this.target = target;
        this.pace = pace;
        port = listen(0);
    }

    /** Starts one in front of the server at this address. */
    public static FaultyProxy inFrontOf(URI target) {
        return inFrontOf(target, Pace.MACHINE);
    }

    static FaultyProxy inFrontOf(URI target, Pace pace) {
        try {
            return new FaultyProxy(new InetSocketAddress(target.getHost(), target.getPort()), pace);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its address. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Makes the answers to the next requests fail in this way, after the failures scripted before. */
    public void fail(int times, ProxyFault fault) {
        fail(times, head -> true, fault);
    }

    /** Makes the answers to the next requests of this kind fail in this way, after the failures scripted before. */
    public synchronized void fail(int times, Predicate<RequestHead> which, ProxyFault fault) {
        rules.add(new PlannedFault(times, which, fault));
    }

    /** Refuses new connections from now on. Open ones stay. */
    public synchronized void refuseConnections() {
        if (server != null && acceptor != null) {
            close(server);
            try {
                // The kernel listens on for as long as a thread waits in accept.
                acceptor.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            server = null;
        }
    }

    /** Accepts connections again. */
    public synchronized void acceptConnections() {
        if (server == null) {
            try {
                listen(port);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Closes all open connections. New ones can be opened. */
    public void dropConnections() {
        open.forEach(ProxiedConnection::close);
    }

    /** The heads of the requests that were seen, in order. */
    public synchronized List<RequestHead> heads() {
        return List.copyOf(heads);
    }

    /** How many bytes were delivered to clients, heads of answers included. */
    public long bytesDelivered() {
        return delivered.get();
    }

    /** How many bytes of answers' bodies were delivered to clients. */
    public long bodyBytesDelivered() {
        return bodyDelivered.get();
    }

    /** Whether a fault makes a connection wait until the client closes it. */
    public boolean isSilent() {
        return silent.get() > 0;
    }

    /** How many connections were opened. */
    public int connectionsOpened() {
        return opened.get();
    }

    /** How many connections are open. */
    public int openConnections() {
        return open.size();
    }

    /** Forgets counts, heads and faults, and accepts connections. Open ones stay. */
    public synchronized void reset() {
        rules.clear();
        heads.clear();
        opened.set(0);
        delivered.set(0);
        bodyDelivered.set(0);
        acceptConnections();
    }

    /** Closes all connections and stops listening. */
    @Override
    public void close() {
        refuseConnections();
        dropConnections();
    }

    /** Notes a request; returns what to do to its answer. */
    synchronized ProxyFault seen(RequestHead head) {
        heads.add(head);
        for (PlannedFault rule : rules) {
            if (rule.times > 0 && rule.which.test(head)) {
                rule.times--;
                return rule.fault;
            }
        }
        return ProxyFault.none();
    }

    void delivered(int bytes, int ofBody) {
        delivered.addAndGet(bytes);
        bodyDelivered.addAndGet(ofBody);
    }

    /** Counts the connections that are silent. */
    void silent(int more) {
        silent.addAndGet(more);
    }

    void closed(ProxiedConnection connection) {
        open.remove(connection);
    }

    private int listen(int wanted) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted));
        Thread thread = ProxiedConnection.daemon("proxy", () -> accept(socket));
        thread.start();
        server = socket;
        acceptor = thread;
        return socket.getLocalPort();
    }

    private void accept(ServerSocket socket) {
        while (!socket.isClosed()) {
            Socket client;
            try {
                client = socket.accept();
            } catch (IOException e) {
                return;
            }
            opened.incrementAndGet();
            try {
                ProxiedConnection connection =
                        new ProxiedConnection(this, pace, client, new Socket(target.getAddress(), target.getPort()));
                open.add(connection);
                connection.start();
            } catch (IOException e) {
                ProxiedConnection.close(client);
            }
        }
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
