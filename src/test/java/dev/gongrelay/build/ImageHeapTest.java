package dev.gongrelay.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.File;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.InetAddress;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.zip.ZipFile;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Initializes the function's classes, as the build of a native image does, and looks at what their constants refer to:
 * the image would contain that, or not be built.
 */
class ImageHeapTest {
    /** What is open or running when an image is built, or must not be the same in every function. */
    private static final List<Class<?>> REFUSED = List.of(
            Thread.class,
            ThreadGroup.class,
            Random.class,
            Clock.class,
            Executor.class,
            Process.class,
            Channel.class,
            ZipFile.class,
            InetAddress.class);

    /** Quarkus, Netty and this project initialize what is in them when the function starts. */
    private static final List<String> INITIALIZED_AT_RUN_TIME = List.of(
            "io.netty.buffer.",
            "io.netty.internal.tcnative.",
            "io.netty.handler.ssl.OpenSsl",
            "io.netty.handler.ssl.ReferenceCountedOpenSsl");

    private final IdentityHashMap<Object, Boolean> seen = new IdentityHashMap<>();
    private final List<String> problems = new ArrayList<>();

    @Test
    void constants_refer_to_nothing_that_an_image_can_not_contain() throws Exception {
        try (URLClassLoader fresh = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
            for (var type : RelayClasses.ALL) {
                look(Class.forName(type.getName(), true, fresh));
            }
        }

        assertThat(seen).hasSizeGreaterThan(200);
        assertThat(problems).isEmpty();
    }

    @Test
    void finds_that_wherever_it_hides() throws Exception {
        look(Hiding.class);

        assertThat(problems)
                .anyMatch(problem -> problem.startsWith("Hiding.IN_A_MAP"))
                .anyMatch(problem -> problem.startsWith("Hiding.IN_A_LAMBDA"))
                .anyMatch(problem -> problem.startsWith("Hiding.IN_AN_ARRAY"))
                .anyMatch(problem -> problem.startsWith("Hiding.DIRECT"))
                .hasSize(4);
    }

    /** For classes of its own, whose constants no other test has used. */
    private static URL[] classPath() throws MalformedURLException {
        List<URL> parts = new ArrayList<>();
        for (String part : System.getProperty("java.class.path").split(File.pathSeparator)) {
            parts.add(Path.of(part).toUri().toURL());
        }
        return parts.toArray(URL[]::new);
    }

    private void look(Class<?> type) throws IllegalAccessException {
        for (Field field : type.getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers())) {
                field.setAccessible(true);
                look(field.get(null), type.getSimpleName() + "." + field.getName());
            }
        }
    }

    private void look(@Nullable Object value, String path) throws IllegalAccessException {
        if (value == null || value instanceof Class || isLogger(value) || seen.put(value, true) != null) {
            return;
        }
        Class<?> type = value.getClass();
        if (isRefused(value)) {
            problems.add(path + " is a " + type.getName());
        } else if (type.isArray()) {
            for (int i = 0;
                    i < Array.getLength(value) && !type.getComponentType().isPrimitive();
                    i++) {
                look(Array.get(value, i), path);
            }
        } else if (value instanceof Map<?, ?> map) {
            look(map.keySet().toArray(), path);
            look(map.values().toArray(), path);
        } else if (value instanceof Iterable<?> values && isOfTheJdk(type)) {
            for (Object element : values) {
                look(element, path);
            }
        } else {
            lookAtFields(value, path);
        }
    }

    private void lookAtFields(Object value, String path) throws IllegalAccessException {
        for (Class<?> type = value.getClass(); type != null && !isOfTheJdk(type); type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
                    field.setAccessible(true);
                    look(field.get(value), path + "." + field.getName());
                }
            }
        }
    }

    private static boolean isRefused(Object value) {
        boolean late = false;
        for (Class<?> type = value.getClass(); type != null; type = type.getSuperclass()) {
            late |= INITIALIZED_AT_RUN_TIME.stream().anyMatch(type.getName()::startsWith);
        }
        return late
                || (value instanceof ByteBuffer buffer && buffer.isDirect())
                || REFUSED.stream().anyMatch(refused -> refused.isInstance(value));
    }

    /** Loggers lead to this JVM's log; in an image, Quarkus has others. */
    private static boolean isLogger(Object value) {
        Class<?> parent = value.getClass().getSuperclass();
        return parent != null && parent.getName().equals(Logger.class.getName());
    }

    /** Their fields can't be looked at, and an image can contain them. */
    private static boolean isOfTheJdk(Class<?> type) {
        return type.getModule().isNamed();
    }

    /** Constants that an image could not contain, and one that it could. */
    @SuppressWarnings("unused")
    private static final class Hiding {
        private static final Map<String, Clock> IN_A_MAP = Map.of("clock", Clock.systemUTC());
        private static final ByteBuf[] IN_AN_ARRAY = {Unpooled.buffer(1)};
        private static final Supplier<Integer> IN_A_LAMBDA = supplier(new Random(1));
        private static final ByteBuffer DIRECT = ByteBuffer.allocateDirect(1);
        private static final List<String> HARMLESS = List.of("harmless");

        private static Supplier<Integer> supplier(Random random) {
            return random::nextInt;
        }
    }
}
