package dev.gongrelay.simulator;

import java.time.Instant;
import java.util.Map;

/**
 * A request to Gong's API.
 *
 * @param method its method
 * @param path its path
 * @param headers its headers but {@code Authorization}, names in lower case
 * @param at when its head had come
 */
public record GongRequest(String method, String path, Map<String, String> headers, Instant at) {}
