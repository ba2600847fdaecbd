package dev.gongrelay.event;

/**
 * A question that the relay does not understand. It gets an answer, too.
 *
 * @param problem what the question must look like instead
 */
public record UnclearQuestion(String problem) implements Question {}
