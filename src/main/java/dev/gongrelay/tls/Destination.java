package dev.gongrelay.tls;

import jakarta.inject.Singleton;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where requests go: to the address they are made for; or, while a snapshot is prepared, to a stand-in for everybody in
 * this process. Whoever opens a connection asks here first.
 *
 * <p>Safe for use by several threads.
 */
@Singleton
public class Destination {
    private volatile @Nullable URI standIn;

    /**
     * Sends all requests elsewhere from now on.
     *
     * @param address scheme, host and port of where; null for their own
     */
    public void divert(@Nullable URI address) {
        standIn = address;
    }

    /** Whether requests go to a stand-in, which needs nobody's credentials. */
    public boolean isDiverted() {
        return standIn != null;
    }

    /** The address to open for this one: itself, or the same path and query at the stand-in. */
    public URI of(URI address) {
        URI diverted = standIn;
        if (diverted == null) {
            return address;
        }
        String query = address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
        return URI.create(diverted + address.getRawPath() + query);
    }
}
