package dev.gongrelay.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The faults that the next requests meet, in order, and the one that all other uploads do. For several threads. */
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

    /** Says what every upload meets that meets nothing else. */
    synchronized void always(Fault fault) {
        always = fault;
    }

    /** The fault of the next request, which is thereby taken from the script. */
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

    /** What every upload meets that meets nothing else, if anything. */
    synchronized Optional<Fault> always() {
        return Optional.of(always).filter(fault -> fault.kind() != Fault.Kind.NONE);
    }

    synchronized void reset() {
        script.clear();
        always = Fault.none();
    }
}
