package dev.gongrelay.mapping;

import com.dashjoin.jsonata.Jsonata;
import com.dashjoin.jsonata.Jsonata.JFunction;
import com.dashjoin.jsonata.Parser.Symbol;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes a mapping's result as JSON of limited length. */
final class MappingOutput {
    static final int LONGEST_BYTES = 256 * 1024;

    /** As many digits as JSONata writes of a double. */
    private static final MathContext DOUBLE = new MathContext(15);

    private static final JsonFactory JSON = new JsonFactory();
    private static final byte[] NOTHING = {'{', '}'};

    private MappingOutput() {}

    /**
     * Writes a result. If there is none, writes an empty object.
     *
     * @throws MappingException if it is too long, or JSON can't represent it
     */
    static byte[] write(@Nullable Object result) throws MappingException {
        if (result == null || result == Jsonata.NULL_VALUE) {
            return NOTHING.clone();
        }
        if (!(result instanceof Map)) {
            throw new MappingException("the result is not an object");
        }
        BoundedBytes bytes = new BoundedBytes();
        try (JsonGenerator generator = JSON.createGenerator(bytes)) {
            write(result, generator);
        } catch (TooLongException e) {
            throw new MappingException("the result is longer than " + LONGEST_BYTES + " bytes");
        } catch (IOException e) {
            throw new MappingException("the result can't be written as JSON");
        }
        return bytes.bytes.toByteArray();
    }

    private static void write(@Nullable Object value, JsonGenerator generator) throws IOException, MappingException {
        if (value == null || value == Jsonata.NULL_VALUE) {
            generator.writeNull();
        } else if (value instanceof Map<?, ?> fields) {
            generator.writeStartObject();
            for (Map.Entry<?, ?> field : fields.entrySet()) {
                generator.writeFieldName(String.valueOf(field.getKey()));
                write(field.getValue(), generator);
            }
            generator.writeEndObject();
        } else if (value instanceof List<?> elements) {
            generator.writeStartArray();
            for (Object element : elements) {
                write(element, generator);
            }
            generator.writeEndArray();
        } else if (value instanceof JFunction || value instanceof Symbol) {
            throw new MappingException("the result has a function in it");
        } else if (value instanceof Number number) {
            generator.writeNumber(text(number));
        } else if (value instanceof Boolean truth) {
            generator.writeBoolean(truth);
        } else {
            generator.writeString(String.valueOf(value));
        }
    }

    private static String text(Number number) {
        if (!(number instanceof Double value)) {
            return number.toString();
        }
        return value % 1 == 0 && Math.abs(value) < Long.MAX_VALUE
                ? Long.toString(value.longValue())
                : new BigDecimal(value, DOUBLE).stripTrailingZeros().toString();
    }

    private static final class TooLongException extends IOException {
        private static final long serialVersionUID = 1;
    }

    private static final class BoundedBytes extends OutputStream {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            if (bytes.size() + length > LONGEST_BYTES) {
                throw new TooLongException();
            }
            bytes.write(from, offset, length);
        }
    }
}
