package dev.gongrelay.lambda;

import java.time.Duration;

/**
 * What the function answered to one event.
 *
 * @param failed whether it reported an error instead of a response
 * @param body the response, or the error as {@code {"errorMessage", "errorType"}}, as JSON text
 * @param took from the event's last byte sent to the answer's last byte received
 */
public record Reply(boolean failed, String body, Duration took) {}
