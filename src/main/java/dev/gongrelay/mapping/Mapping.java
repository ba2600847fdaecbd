package dev.gongrelay.mapping;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import com.dashjoin.jsonata.Jsonata.Frame;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.ZoneId;
import java.util.function.LongSupplier;

/**
 * A JSONata expression that makes a document from another one, within 500 ms, 100 levels and 256 KiB. The same input
 * always gives the same result. Safe for use by several threads, which take turns.
 */
public final class Mapping {
    /** The longest text of a mapping, in bytes of UTF-8. */
    public static final int LONGEST_TEXT_BYTES = 64 * 1024;

    private final String text;
    private final Jsonata expression;
    private final Frame functions;
    private final Bounds bounds;

    private Mapping(String text, ZoneId zone) throws MappingException {
        MappingText prepared = new MappingText(text);
        this.text = text;
        this.expression = Jsonata.jsonata(prepared.prepared());
        this.expression.setOutputConvertNulls(false);
        this.functions = expression.createFrame();
        this.bounds = new Bounds(!prepared.appliesPartially());
        MappingFunctions.bind(functions, bounds, zone);
        prepared.patterns()
                .forEach((name, pattern) -> functions.bind(name, (Object) new MappingRegex(pattern, bounds)));
        bounds.apply(functions);
    }

    /**
     * Reads an expression, with or without a byte order mark.
     *
     * @param zone the default zone of {@code $time}
     * @throws MappingException if it is not JSONata, or calls a function that is not allowed
     */
    public static Mapping of(String given, ZoneId zone) throws MappingException {
        if (given.length() > LONGEST_TEXT_BYTES) {
            throw new MappingException("it is longer than " + LONGEST_TEXT_BYTES + " bytes");
        }
        // The library would read a byte order mark as the name of a field that is missing.
        String text = given.startsWith("\ufeff") ? given.substring(1) : given;
        try {
            return new Mapping(text, zone);
        } catch (JException e) {
            throw new MappingException(MappingReason.of(e, text, ""));
        } catch (RuntimeException e) {
            throw new MappingException("it is not complete");
        } catch (Error e) {
            throw notRead(e);
        }
    }

    /**
     * Makes a document from another one.
     *
     * @param input any JSON
     * @param nanos a clock, in nanoseconds since any fixed moment
     * @return a JSON object in UTF-8; empty if the expression has no result
     * @throws MappingException if the expression fails on this input, or exceeds a limit
     */
    public synchronized byte[] apply(JsonNode input, LongSupplier nanos) throws MappingException {
        bounds.begin(nanos);
        try {
            return MappingOutput.write(expression.evaluate(MappingInput.of(input), functions));
        } catch (JException e) {
            throw failed(e);
        } catch (RuntimeException e) {
            throw failed(new RefusalException("a value has the wrong type"));
        } catch (Error e) {
            throw failed(new RefusalException(notRead(e).getMessage()));
        }
    }

    private MappingException failed(JException failure) {
        String refusal = bounds.refusal();
        JException why = refusal == null ? failure : new RefusalException(refusal);
        return new MappingException(MappingReason.of(why, text, bounds.field()), bounds.isTimeUp());
    }

    /**
     * The library throws bare errors for some texts, and recursion can go too deep. Any other error is not the mapping's.
     */
    private static MappingException notRead(Error error) {
        if (error.getClass() == Error.class) {
            return new MappingException("it is not JSONata");
        }
        if (error instanceof StackOverflowError) {
            return new MappingException("it is nested too deep");
        }
        throw error;
    }
}
