package dev.gongrelay.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The faults of the next requests, in order, and the fault of all other uploads. Safe for use by several threads. */
final class ScriptedFaults {
    private final List<Scripted> script = new ArrayList<>();
    private Fault always = Fault.none();

    /**
     * A fault of some of the next requests.
     *
     * @param endpoint which they are; null for any
     * @param times how many
     */
    record Scripted(@Nullable Endpoint endpoint, int times, Fault fault) {
        boolean concerns(Endpoint request) {
            return endpoint == null || endpoint == request;
        }
    }

    synchronized void add(@Nullable Endpoint endpoint, int times, Fault fault) {
        if (times > 0) {
            script.add(new Scripted(endpoint, times, fault));
        }
    }

    /** Sets the fault of every upload that has no other. */
    synchronized void always(Fault fault) {
        always = fault;
    }

    /** Takes the fault of the next request from the script. */
    synchronized Fault next(Endpoint endpoint) {
        for (int i = 0; i < script.size(); i++) {
            Scripted first = script.get(i);
            if (first.concerns(endpoint)) {
                if (first.times == 1) {
                    script.remove(i);
                } else {
                    script.set(i, new Scripted(first.endpoint, first.times - 1, first.fault));
                }
                return first.fault;
            }
        }
        return endpoint == Endpoint.ADD_MEDIA ? always : Fault.none();
    }

    /** What is left of the script. */
    synchronized List<Scripted> left() {
        return List.copyOf(script);
    }

    /** The fault of every upload that has no other; empty if none. */
    synchronized Optional<Fault> always() {
        return Optional.of(always).filter(fault -> fault.kind() != Fault.Kind.NONE);
    }

    synchronized void reset() {
        script.clear();
        always = Fault.none();
    }
}
