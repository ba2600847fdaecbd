package dev.gongrelay.receipt;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Runs several programs as if each were a process, one step of one of them at a time, in an order that the seed alone
 * decides. A step ends where the program calls {@link #pause()}; there it may also be killed.
 */
final class Interleaving {
    private static final ThreadLocal<@Nullable Actor> CURRENT = new ThreadLocal<>();

    private final Random random;
    private final double deadliness;
    private final List<Actor> actors = new ArrayList<>();
    private final Semaphore turnOver = new Semaphore(0);
    private @Nullable Throwable failure;

    /** @param deadliness how likely a program is killed at a pause, 0 to 1 */
    Interleaving(Random random, double deadliness) {
        this.random = random;
        this.deadliness = deadliness;
    }

    /** Adds a program; it begins when {@link #run} comes to it. */
    void add(Runnable program) {
        actors.add(new Actor(program));
    }

    /**
     * Runs all programs to their ends.
     *
     * @param world what happens between any two steps
     * @throws Throwable what a program failed with
     */
    void run(Runnable world) throws Throwable {
        actors.forEach(actor -> actor.thread.start());
        while (!actors.isEmpty()) {
            Actor next = actors.get(random.nextInt(actors.size()));
            next.turn.release();
            turnOver.acquire();
            if (failure != null) {
                actors.forEach(actor -> actor.thread.interrupt());
                throw failure;
            }
            world.run();
        }
    }

    /** Ends the step of the program that calls this. Outside of {@link #run} it does nothing. */
    void pause() {
        Actor actor = CURRENT.get();
        if (actor != null) {
            turnOver.release();
            actor.turn.acquireUninterruptibly();
            if (random.nextDouble() < deadliness) {
                throw new Killed();
            }
        }
    }

    private final class Actor {
        private final Semaphore turn = new Semaphore(0);
        private final Thread thread;

        Actor(Runnable program) {
            thread = new Thread(() -> live(program));
            thread.setDaemon(true);
        }

        private void live(Runnable program) {
            CURRENT.set(this);
            turn.acquireUninterruptibly();
            try {
                program.run();
            } catch (Killed e) {
                // The process is gone without a word, as after kill -9.
            } catch (Throwable e) {
                failure = e;
            }
            actors.remove(this);
            turnOver.release();
        }
    }

    /** What a killed program never notices: nothing of it catches this. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }
}
