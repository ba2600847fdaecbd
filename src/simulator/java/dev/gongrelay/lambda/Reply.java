package dev.gongrelay.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;

/**
 * What the function answered to one event.
 *
 * @param failed whether it reported an error instead of a response
 * @param body the response, or the error as {@code {"errorMessage", "errorType"}}, as JSON text
 * @param took from the event's last byte sent to the answer's last byte received
 */
public record Reply(boolean failed, String body, Duration took) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The response, or the error's message, in one line. */
    public String text() {
        try {
            String text = failed ? JSON.readTree(body).path("errorMessage").asText(body) : body;
            return text.replaceAll("\\R", " ");
        } catch (JsonProcessingException e) {
            return body;
        }
    }
}
