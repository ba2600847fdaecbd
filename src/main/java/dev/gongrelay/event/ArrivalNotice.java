package dev.gongrelay.event;

import java.time.Instant;

/**
 * A relayed recording whose call is awaited in Gong: what a message in the arrivals queue says.
 *
 * @param callId the call that has the recording's media, 1 to 20 digits
 * @param relayedAt when Gong took it
 */
public record ArrivalNotice(RecordingReference recording, String callId, Instant relayedAt) {}
