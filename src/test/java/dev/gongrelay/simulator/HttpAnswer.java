package dev.gongrelay.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.MatcherAssert.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hamcrest.Matcher;
import org.jspecify.annotations.Nullable;

/**
 * An answer, and what it must be. A path such as {@code calls[0].parties.name} leads to a value in its JSON: through a
 * list without an index to the list of all values, with {@code size()} to a list's size.
 */
record HttpAnswer(HttpResponse<String> response) {
    private static final ObjectMapper JSON = new ObjectMapper();

    HttpAnswer statusCode(int status) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return this;
    }

    HttpAnswer header(String name, String value) {
        assertThat(response.headers().firstValue(name)).contains(value);
        return this;
    }

    HttpAnswer header(String name, Matcher<? super String> matcher) {
        assertThat(name, response.headers().firstValue(name).orElse(null), matcher);
        return this;
    }

    HttpAnswer contentType(String type) {
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith(type);
        return this;
    }

    HttpAnswer body(String path, Matcher<?> matcher) {
        assertThat(path, path(path), cast(matcher));
        return this;
    }

    String text() {
        return response.body();
    }

    /** The text at this path. */
    String string(String path) {
        return String.valueOf(path(path));
    }

    /** The value at this path; null if there is none. */
    @Nullable
    Object path(String path) {
        try {
            Object value = JSON.readValue(response.body(), Object.class);
            for (String step : path.replace("[", ".[").split("\\.")) {
                value = step(value, step);
            }
            return value;
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(response.body(), e);
        }
    }

    private static @Nullable Object step(@Nullable Object value, String step) {
        if (value instanceof Map<?, ?> fields) {
            return fields.get(step);
        } else if (!(value instanceof List<?> all)) {
            return null;
        } else if (step.equals("size()")) {
            return all.size();
        } else if (step.startsWith("[")) {
            int index = Integer.parseInt(step.substring(1, step.length() - 1));
            return index < all.size() ? all.get(index) : null;
        } else {
            List<@Nullable Object> values = new ArrayList<>();
            all.forEach(element -> values.add(step(element, step)));
            return values;
        }
    }

    @SuppressWarnings("unchecked")
    private static Matcher<@Nullable Object> cast(Matcher<?> matcher) {
        return (Matcher<@Nullable Object>) matcher;
    }
}
