package dev.gongrelay.lambda;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The native library of AWS's Java runtime interface client. Left alone, the client replaces the file {@code
 * /tmp/.libaws-lambda-jni.so} at each start: that fails if it belongs to another user, and crashes whoever is loading it
 * (seen with version 2.9.0). So each process gets a copy of its own.
 */
final class ClientLibrary {
    /** System property of the client that names the library. */
    private static final String PROPERTY =
            "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI";

    private static final String CLIENT = "aws-lambda-java-runtime-interface-client-";

    private ClientLibrary() {}

    /** Puts a copy into the folder; returns the option that makes a JVM use it. */
    static String option(Path folder) throws IOException {
        String name = name(System.getProperty("os.arch"), isMusl());
        Path copy = folder.resolve(name);
        try (FileSystem client = FileSystems.newFileSystem(jar())) {
            Files.copy(client.getPath("jni", name), copy);
        }
        return "-D" + PROPERTY + "=" + copy;
    }

    static String name(String architecture, boolean musl) {
        String machine = architecture.equals("aarch64") ? "aarch_64" : "x86_64";
        return "libaws-lambda-jni.linux" + (musl ? "_musl" : "") + "-" + machine + ".so";
    }

    /** Whether this is Alpine, or another system whose C library is musl. */
    private static boolean isMusl() throws IOException {
        try (Stream<Path> libraries = Files.list(Path.of("/lib"))) {
            return libraries.anyMatch(
                    library -> String.valueOf(library.getFileName()).startsWith("ld-musl-"));
        }
    }

    private static Path jar() throws IOException {
        try (Stream<Path> jars = Files.list(Artifact.CLIENT_LIBRARIES)) {
            return jars.filter(jar -> String.valueOf(jar.getFileName()).startsWith(CLIENT))
                    .findFirst()
                    .orElseThrow(() -> new FileNotFoundException(Artifact.CLIENT_LIBRARIES + " has no " + CLIENT));
        }
    }
}
