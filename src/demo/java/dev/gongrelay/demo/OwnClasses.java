package dev.gongrelay.demo;

import dev.gongrelay.simulator.ChildProcess;
import dev.gongrelay.simulator.TemporaryFolder;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs a program on copies of the folders of classes that its build has made, because another build in the same folder
 * deletes and replaces them. Libraries stay where they are.
 */
final class OwnClasses {
    private OwnClasses() {}

    /**
     * Runs the main method of a class. The copies are deleted when the JVM ends.
     *
     * @param shared where the build runs the program from
     */
    static void run(URLClassLoader shared, String mainClass, String... arguments)
            throws IOException, ReflectiveOperationException, URISyntaxException {
        Path copies = TemporaryFolder.create();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> TemporaryFolder.delete(copies), "demo classes"));
        List<URL> urls = new ArrayList<>();
        for (URL url : shared.getURLs()) {
            Path place = Path.of(url.toURI());
            urls.add(Files.isDirectory(place) ? copy(place, copies).toUri().toURL() : url);
        }
        ClassLoader own = new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
        Thread.currentThread().setContextClassLoader(own);
        try {
            own.loadClass(mainClass).getMethod("main", String[].class).invoke(null, (Object) arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }

    private static Path copy(Path classes, Path copies) throws IOException {
        Path copy = copies.resolve(String.valueOf(classes.getFileName()));
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(classes.relativize(file)));
            }
        }
        if (classes.equals(ChildProcess.testClasses())) {
            System.setProperty(ChildProcess.TEST_CLASSES, copy.toString());
        }
        return copy;
    }
}
