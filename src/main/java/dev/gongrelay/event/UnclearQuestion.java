package dev.gongrelay.event;

/**
 * A question that can't be understood: it is answered all the same.
 *
 * @param problem what a question has to be
 */
public record UnclearQuestion(String problem) implements Question {}
