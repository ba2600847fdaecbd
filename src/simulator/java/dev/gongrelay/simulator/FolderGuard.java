package dev.gongrelay.simulator;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Deletes folders when this JVM has ended, however it did: a shell that is told of them by its standard input, which
 * ends with this JVM also when that is killed. What else ends the processes of a terminal does not end the shell.
 */
final class FolderGuard {
    private static final String SCRIPT = "trap '' HUP INT TERM; "
            + "while read -r folder; do set -- \"$@\" \"$folder\"; done; "
            + "test $# = 0 || rm -rf \"$@\"";

    private static @Nullable OutputStream shell;

    private FolderGuard() {}

    static synchronized void deleteAfterThisJvm(Path folder) throws IOException {
        if (shell == null) {
            shell = new ProcessBuilder("sh", "-c", SCRIPT)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .getOutputStream();
        }
        shell.write((folder + "\n").getBytes(StandardCharsets.UTF_8));
        shell.flush();
    }
}
