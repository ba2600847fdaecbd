package dev.gongrelay.mapping;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import com.dashjoin.jsonata.Jsonata.Frame;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.ZoneId;
import java.util.function.LongSupplier;

/**
 * A JSONata expression that makes a document from another one: within 500 ms, 100 levels and 256 KiB, and always the
 * same result from the same input. Safe for use by several threads, one after the other.
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
     * @param zone of local times for which {@code $time} is given none
     * @throws MappingException if it is not JSONata, or uses what is refused
     */
    public static Mapping of(String given, ZoneId zone) throws MappingException {
        if (given.length() > LONGEST_TEXT_BYTES) {
            throw new MappingException("it is longer than " + LONGEST_TEXT_BYTES + " bytes");
        }
        // The library takes a byte order mark for a name, and the rest for what is in it: nothing.
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
     * @param nanos the machine's clock, in nanoseconds since some moment
     * @return a JSON object in UTF-8; an empty one if the expression gives nothing
     * @throws MappingException if the expression fails on this input, or takes or makes too much
     */
    public synchronized byte[] apply(JsonNode input, LongSupplier nanos) throws MappingException {
        bounds.begin(nanos);
        try {
            return MappingOutput.write(expression.evaluate(MappingInput.of(input), functions));
        } catch (JException e) {
            throw failed(e);
        } catch (RuntimeException e) {
            throw failed(new Refusal("a value has the wrong type"));
        } catch (Error e) {
            throw failed(new Refusal(notRead(e).getMessage()));
        }
    }

    private MappingException failed(JException failure) {
        String refusal = bounds.refusal();
        JException why = refusal == null ? failure : new Refusal(refusal);
        return new MappingException(MappingReason.of(why, text, bounds.field()), bounds.isTimeUp());
    }

    /**
     * The library throws bare errors at some texts, and recursion can go too deep. Other errors are not the mapping's.
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
