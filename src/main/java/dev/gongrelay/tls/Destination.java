package dev.gongrelay.tls;

import jakarta.inject.Singleton;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where requests go: to their own address or, while a snapshot is prepared, to a stand-in in this process. Every client
 * asks here before it connects.
 *
 * <p>Safe for use by several threads.
 */
@Singleton
public class Destination {
    private volatile @Nullable URI standIn;

    /**
     * Sends all requests elsewhere from now on.
     *
     * @param address scheme, host and port; null for the requests' own
     */
    public void divert(@Nullable URI address) {
        standIn = address;
    }

    /** Whether requests go to a stand-in, which needs no credentials. */
    public boolean isDiverted() {
        return standIn != null;
    }

    /** The address to connect to for this one: itself, or its path and query at the stand-in. */
    public URI of(URI address) {
        URI diverted = standIn;
        if (diverted == null) {
            return address;
        }
        String query = address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
        return URI.create(diverted + address.getRawPath() + query);
    }
}
