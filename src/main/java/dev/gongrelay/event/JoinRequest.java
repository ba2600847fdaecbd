package dev.gongrelay.event;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The wish of an audit whose answers lie in the receipts bucket, in many objects, to have one file of them.
 *
 * @param audit the audit's name
 * @param progress what an earlier invocation answered that did not have the time to end it; missing the first time
 */
public record JoinRequest(String audit, JsonNode progress) implements Question {}
