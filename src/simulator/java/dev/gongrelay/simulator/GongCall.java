package dev.gongrelay.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * A call that was registered.
 *
 * @param callId Gong's id of it, 20 digits
 * @param url where Gong would show it
 * @param details what was sent
 * @param body the same, character for character
 * @param registered when
 */
public record GongCall(String callId, String url, JsonNode details, String body, Instant registered) {}
