package dev.gongrelay.simulator;

/** How far a call is. */
enum CallState {
    /** No media has come. */
    WAITING,
    /** Its media is coming. */
    UPLOADING,
    /** The last upload of its media was refused, or ended early. */
    FAILED,
    /** Its media was accepted; the API doesn't list it yet. */
    PROCESSING,
    /** The API lists it. */
    LISTED,
    /** Its media was too short: the API never lists it. */
    DISCARDED
}
