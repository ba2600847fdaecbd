package dev.gongrelay.mapping;

import com.dashjoin.jsonata.Functions;
import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata.Frame;
import com.dashjoin.jsonata.Jsonata.JFunction;
import com.dashjoin.jsonata.Jsonata.JFunctionCallable;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The functions that mappings may call: those of the library, which finds them by reflection, and {@code $time}. Some of
 * the library's are replaced, because they can't be bounded or depend on the machine.
 */
@RegisterForReflection(targets = Functions.class, fields = false)
final class MappingFunctions {
    /** Each function's name, its signature as the library writes it, and the library's method if its name differs. */
    private static final Map<String, String[]> LIBRARY =
            """
            abs <n-:n>
            append <xx:a>
            assert <bs?:x> assertFn
            average <a<n>:n>
            base64decode <s-:s>
            base64encode <s-:s>
            boolean <x-:b> toBoolean
            ceil <n-:n>
            clone <(oa)-:o> functionClone
            contains <s-(sf):b>
            count <a:n>
            decodeUrl <s-:s>
            decodeUrlComponent <s-:s>
            distinct <x:x>
            each <o-f:a>
            encodeUrl <s-:s>
            encodeUrlComponent <s-:s>
            error <s?:x>
            exists <x:b>
            filter <af>
            floor <n-:n>
            formatBase <n-n?:s>
            formatInteger <n-s:s>
            formatNumber <n-so?:s>
            fromMillis <n-s?s?:s> dateTimeFromMillis
            join <a<s>s?:s>
            keys <x-:a<s>>
            length <s-:n>
            lookup <x-s:x>
            lowercase <s-:s>
            map <af>
            match <s-f<s:o>n?:a<o>>
            max <a<n>:n>
            merge <a<o>:o>
            min <a<n>:n>
            not <x-:b>
            number <(nsb)-:n>
            pad <s-ns?:s>
            parseInteger <s-s:n>
            power <n-n:n>
            reduce <afj?:j> foldLeft
            replace <s-(sf)(sf)n?:s>
            reverse <a:a>
            round <n-n?:n>
            sift <o-f?:o>
            single <af?>
            sort <af?:a>
            split <s-(sf)n?:a<s>>
            spread <x-:a<o>>
            sqrt <n-:n>
            string <x-b?:s>
            substring <s-nn?:s>
            substringAfter <s-s:s>
            substringBefore <s-s:s>
            sum <a<n>:n>
            toMillis <s-s?:n> dateTimeToMillis
            trim <s-:s>
            type <x:s>
            uppercase <s-:s>
            zip <a+>
            """.lines().map(row -> row.split(" ")).collect(Collectors.toMap(row -> row[0], Function.identity()));

    private MappingFunctions() {}

    /** The names of the library's functions that mappings may call. */
    static Set<String> names() {
        return LIBRARY.keySet();
    }

    /**
     * Adds the functions to a frame.
     *
     * @param zone the default zone of {@code $time}
     */
    static void bind(Frame frame, Bounds bounds, ZoneId zone) {
        Map<String, JFunctionCallable> replaced = new TextFunctions(bounds).all();
        LIBRARY.values()
                .forEach(row -> frame.bind(
                        row[0], new Guarded(row[0], row[1], row.length > 2 ? row[2] : row[0], replaced.get(row[0]))));
        MappingText.REFUSED.forEach(name -> frame.bind(name, refused(name)));
        TimeFunction time = new TimeFunction(zone);
        frame.bind("time", new JFunction((input, arguments) -> time.call(arguments), "<x-s?s?:s>"));
    }

    private static JFunction refused(String name) {
        return new JFunction(
                (input, arguments) -> {
                    throw new RefusalException("$" + name + " is not allowed");
                },
                "<x?x?x?:x>");
    }

    /** A function whose failures have a reason, and a position, which the library adds to its own exceptions. */
    private static final class Guarded extends JFunction {
        private final @Nullable JFunctionCallable replacement;

        Guarded(String name, String signature, String method, @Nullable JFunctionCallable replacement) {
            super(name, signature, Functions.class, null, method);
            this.replacement = replacement;
        }

        @Override
        @SuppressWarnings("rawtypes") // as the library declares it
        public @Nullable Object call(@Nullable Object input, List arguments) {
            try {
                if (replacement == null) {
                    return super.call(input, arguments);
                }
                return arguments.get(0) == null ? null : replacement.call(input, arguments);
            } catch (JException e) {
                throw e;
            } catch (Throwable e) {
                Throwable cause = e.getClass() == RuntimeException.class && e.getCause() != null ? e.getCause() : e;
                throw refusal(cause);
            }
        }

        private static JException refusal(Throwable cause) {
            if (cause instanceof JException known) {
                return known;
            }
            if (cause instanceof VirtualMachineError fatal && !(fatal instanceof StackOverflowError)) {
                throw fatal;
            }
            return new RefusalException(
                    switch (cause.getClass().getSimpleName()) {
                        case "NumberFormatException" -> "a text is not a number";
                        case "ClassCastException" -> "a value has the wrong type";
                        default -> "a function can't do this with these values";
                    });
        }
    }
}
