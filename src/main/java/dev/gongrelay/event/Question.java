package dev.gongrelay.event;

/** What an event asks for instead of announcing recordings. */
public sealed interface Question permits CheckRequest, JoinRequest, UnclearQuestion {}
