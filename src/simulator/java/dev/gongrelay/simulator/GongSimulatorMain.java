package dev.gongrelay.simulator;

import java.io.IOException;

/** Runs the simulator on its own until it is interrupted. */
public final class GongSimulatorMain {
    private GongSimulatorMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        try {
            SimulatorCommand.checkProperties(System.getProperties().stringPropertyNames());
            SimulatorCommand command = SimulatorCommand.read(arguments);
            if (command.wantsHelp()) {
                System.out.print(SimulatorCommand.HELP);
                return;
            }
            GongSimulator gong = command.start();
            // Deletes the media that was kept for the page.
            Runtime.getRuntime().addShutdownHook(new Thread(gong::close, "simulator's end"));
            System.out.println("Gong simulator: " + gong.page() + " (Ctrl-C ends it)");
            System.out.println();
            System.out.println("Settings of the relay:");
            SimulatorCommand.settings(gong).forEach(line -> System.out.println("  " + line));
        } catch (IllegalArgumentException | IllegalStateException | IOException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
        Thread.sleep(Long.MAX_VALUE);
    }
}
