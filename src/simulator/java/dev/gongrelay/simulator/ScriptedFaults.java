package dev.gongrelay.simulator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;

/** The faults that the next requests meet, by endpoint, in order. Safe for use by several threads. */
final class ScriptedFaults {
    private final Map<Endpoint, Deque<Fault>> faults = new EnumMap<>(Endpoint.class);

    synchronized void add(Endpoint endpoint, int times, Fault fault) {
        Deque<Fault> script = faults.computeIfAbsent(endpoint, none -> new ArrayDeque<>());
        for (int i = 0; i < times; i++) {
            script.add(fault);
        }
    }

    /** The fault of the next request, which is thereby taken from the script. */
    synchronized Fault next(Endpoint endpoint) {
        Deque<Fault> script = faults.get(endpoint);
        Fault fault = script == null ? null : script.poll();
        return fault == null ? Fault.none() : fault;
    }

    synchronized void reset() {
        faults.clear();
    }
}
