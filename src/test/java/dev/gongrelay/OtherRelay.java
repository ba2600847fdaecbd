package dev.gongrelay;

import dev.gongrelay.arrival.ArrivalsQueue;
import dev.gongrelay.gong.Gong;
import dev.gongrelay.people.People;
import dev.gongrelay.receipt.Receipts;
import dev.gongrelay.recording.Recordings;
import dev.gongrelay.time.Deadline;
import dev.gongrelay.time.NanoClock;
import jakarta.enterprise.context.Dependent;

/** Puts the relay together with one part of a test's. */
@Dependent
class OtherRelay {
    private final Recordings recordings;
    private final Receipts receipts;
    private final People people;
    private final Gong gong;
    private final ArrivalsQueue arrivals;
    private final Deadline deadline;
    private final NanoClock clock;

    OtherRelay(
            Recordings recordings,
            Receipts receipts,
            People people,
            Gong gong,
            ArrivalsQueue arrivals,
            Deadline deadline,
            NanoClock clock) {
        this.recordings = recordings;
        this.receipts = receipts;
        this.people = people;
        this.gong = gong;
        this.arrivals = arrivals;
        this.deadline = deadline;
        this.clock = clock;
    }

    Relay with(Receipts other) {
        return new Relay(recordings, other, people, gong, arrivals, deadline, clock);
    }

    Relay with(People other) {
        return new Relay(recordings, receipts, other, gong, arrivals, deadline, clock);
    }

    Relay with(Deadline other) {
        return new Relay(recordings, receipts, people, gong, arrivals, other, clock);
    }
}
