package dev.gongrelay.mapping;

import com.dashjoin.jsonata.Functions;
import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata.Frame;
import com.dashjoin.jsonata.Parser.Symbol;
import com.dashjoin.jsonata.Utils;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Bounds an evaluation's time, depth, and memory, which is counted in characters. The library calls it before and after
 * each expression, and functions whose work can grow call it as they go. The library's own bounds, {@code
 * Frame.setRuntimeBounds}, miss everything after the first element of a list or the first field of an object.
 */
final class Bounds {
    /** The cost of a number, an element or a step of the evaluation, in characters. */
    static final int ROOM_OF_A_VALUE = 8;

    private static final long LONGEST_NANOS = Duration.ofMillis(500).toNanos();
    private static final int DEEPEST = 100;
    private static final int LARGEST_VALUE = 1_500_000;
    private static final int MOST = 8_000_000;
    private static final int CHECK_TIME_EVERY = 4096;
    /** The text of a function call's symbol. */
    private static final String CALL = "Symbol null value=(";

    private static final String LITERAL = " (literal) value=";

    private final boolean checksCalls;
    private final Symbol[] expressions = new Symbol[DEEPEST];
    private final int[] children = new int[DEEPEST];
    private LongSupplier nanos = () -> 0;
    private long endNanos;
    private int depth;
    private long left;
    private long leftAtCheck;
    private boolean timeUp;
    private @Nullable String refusal;

    /** @param checksCalls whether each call evaluates its function first, which partial application does not */
    Bounds(boolean checksCalls) {
        this.checksCalls = checksCalls;
    }

    /** Bounds a frame's evaluations. */
    void apply(Frame frame) {
        frame.setEvaluateEntryCallback((expression, input, environment) -> enter(expression));
        frame.setEvaluateExitCallback((expression, input, environment, result) -> exit(result));
    }

    /** Begins an evaluation. */
    void begin(LongSupplier clock) {
        nanos = clock;
        endNanos = clock.getAsLong() + LONGEST_NANOS;
        depth = 0;
        left = MOST;
        leftAtCheck = MOST;
        timeUp = false;
        refusal = null;
    }

    /** Why the evaluation was stopped; null if it was not. */
    @Nullable
    String refusal() {
        return refusal;
    }

    /** Whether it was stopped because it took too long. */
    boolean isTimeUp() {
        return timeUp;
    }

    /** Takes characters from what is left. */
    void spend(long characters) {
        left -= characters;
        if (refusal == null && left < 0) {
            refusal = "it takes more steps or memory than a mapping is allowed";
        }
        if (refusal == null && leftAtCheck - left >= CHECK_TIME_EVERY) {
            leftAtCheck = left;
            timeUp = nanos.getAsLong() - endNanos > 0;
            refusal = timeUp ? "it takes longer than " + LONGEST_NANOS / 1_000_000 + " ms" : null;
        }
        if (refusal != null) {
            throw new RefusalException(refusal);
        }
    }

    /** Checks the length of a value before it is made. */
    void requireRoom(long characters) {
        if (characters > LARGEST_VALUE) {
            refuse("a value is larger than " + LARGEST_VALUE + " characters");
        }
    }

    /** The path of the field that is being made; empty if there is none. */
    String field() {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i + 1 < depth; i++) {
            List<Symbol[]> pairs = expressions[i].lhsObject;
            for (int pair = 0; pairs != null && pair < pairs.size(); pair++) {
                if (pairs.get(pair)[1] == expressions[i + 1]) {
                    String key = String.valueOf(pairs.get(pair)[0]);
                    int literal = key.indexOf(LITERAL);
                    path.append(path.isEmpty() ? "" : ".")
                            .append(literal < 0 ? "?" : key.substring(literal + LITERAL.length()));
                }
            }
        }
        return path.toString();
    }

    private void enter(Symbol expression) {
        if (depth == DEEPEST) {
            refuse("it is nested more than " + DEEPEST + " levels deep: a function may call itself without end");
        }
        if (depth > 0) {
            children[depth - 1]++;
        }
        expressions[depth] = expression;
        children[depth] = 0;
        depth++;
        spend(ROOM_OF_A_VALUE);
    }

    private void exit(@Nullable Object result) {
        requireCallable(result);
        if (result instanceof Pattern) {
            refuse("a regular expression is in the place of another value");
        }
        spend(ROOM_OF_A_VALUE);
        if (result instanceof String text) {
            requireRoom(text.length());
            spend(text.length());
        } else if (result instanceof List<?> list) {
            requireRoom((long) list.size() * ROOM_OF_A_VALUE);
            spend((long) list.size() * ROOM_OF_A_VALUE);
        }
        measure(result, 0, 0);
        depth--;
    }

    /** Stops a call of what is not a function, which the library would print. A call evaluates its function first. */
    private void requireCallable(@Nullable Object result) {
        boolean isCalled = checksCalls
                && depth > 1
                && children[depth - 2] == 1
                && result != null
                && !Utils.isFunction(result)
                && !Functions.isLambda(result)
                && expressions[depth - 2].toString().equals(CALL);
        if (isCalled) {
            throw new JException("T1006", -1);
        }
    }

    /** The room that a value takes with all its parts, even repeated ones. Values of the input were measured before. */
    private long measure(@Nullable Object value, long before, int level) {
        if (level > DEEPEST) {
            refuse("a value is nested more than " + DEEPEST + " levels deep");
        }
        long room = before + ROOM_OF_A_VALUE;
        if (value instanceof MappingInput.InputObject || value instanceof MappingInput.InputList) {
            room = level == 0 ? room : before + MappingInput.sizeOf(value);
        } else if (value instanceof String text) {
            room += text.length();
        } else if (value instanceof Map<?, ?> fields) {
            for (Map.Entry<?, ?> field : fields.entrySet()) {
                room = measure(
                        field.getValue(), room + String.valueOf(field.getKey()).length(), level + 1);
            }
        } else if (value instanceof List<?> elements) {
            for (Object element : elements) {
                room = measure(element, room, level + 1);
            }
        }
        requireRoom(room);
        return room;
    }

    private void refuse(String reason) {
        if (refusal == null) {
            refusal = reason;
        }
        throw new RefusalException(reason);
    }
}
