package dev.gongrelay.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Sockets of another factory that speak only certain versions of TLS, whatever the JVM's default: Lambda's Java runtimes
 * allow TLS 1.0 and 1.1 again (aws-lambda-java-runtime-interface-client 2.9.0, {@code AWSLambda}).
 */
final class VersionedSockets extends SSLSocketFactory {
    private final SSLSocketFactory sockets;
    private final String[] versions;

    VersionedSockets(SSLSocketFactory sockets, String[] versions) {
        this.sockets = sockets;
        this.versions = versions.clone();
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return sockets.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return sockets.getSupportedCipherSuites();
    }

    @Override
    public Socket createSocket() throws IOException {
        return versioned(sockets.createSocket());
    }

    @Override
    public Socket createSocket(Socket connected, String host, int port, boolean autoClose) throws IOException {
        return versioned(sockets.createSocket(connected, host, port, autoClose));
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return versioned(sockets.createSocket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return versioned(sockets.createSocket(host, port, localHost, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return versioned(sockets.createSocket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) throws IOException {
        return versioned(sockets.createSocket(host, port, localHost, localPort));
    }

    private Socket versioned(Socket socket) {
        ((SSLSocket) socket).setEnabledProtocols(versions);
        return socket;
    }
}
