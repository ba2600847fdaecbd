package dev.gongrelay.dns;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Finds the address of a host. */
@FunctionalInterface
interface NameResolver {
    /** The host's address; may block for as long as it likes. */
    InetAddress resolve(String name) throws UnknownHostException;
}
