package dev.gongrelay.event;

import java.time.Instant;

/**
 * A message in the arrivals queue: a relayed recording whose call Gong does not list yet.
 *
 * @param callId the call that has the recording's media, 1 to 20 digits
 * @param relayedAt when Gong accepted the media
 */
public record ArrivalNotice(RecordingReference recording, String callId, Instant relayedAt) {}
