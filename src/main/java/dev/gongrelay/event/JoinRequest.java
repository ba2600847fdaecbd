package dev.gongrelay.event;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A request to join an audit's answers, which are spread over many objects in the receipts bucket, into one file.
 *
 * @param audit the audit's name
 * @param progress what the previous invocation answered when it ran out of time; missing the first time
 */
public record JoinRequest(String audit, JsonNode progress) implements Question {}
