package dev.gongrelay.receipt;

import dev.gongrelay.event.RecordingReference;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.PermanentException;
import dev.gongrelay.gong.UploadResult;
import dev.gongrelay.settings.RelayConfig.Receipts.UnknownDuplicate;
import java.util.Optional;

/** Decides, by the receipt as this delivery found it, whether what Gong has after an upload is this recording. */
record Recognition(
        RecordingReference recording, Receipt found, boolean receiptsAreKept, UnknownDuplicate unknownDuplicate) {
    /** As {@link Claim#recognize}; {@code sent} is the receipt since its checkpoint. */
    Optional<String> warning(UploadResult result, Receipt sent) {
        return switch (result.kind()) {
            case UPLOADED -> Optional.empty();
            case SAME_CONTENT_ELSEWHERE ->
                sent.callId()
                        .filter(callId -> !callId.equals(result.callId()))
                        .map(empty -> "Gong has the same content under call " + result.callId() + "; call " + empty
                                + " stays empty");
            case ALREADY_THERE -> already(result, sent);
        };
    }

    private Optional<String> already(UploadResult result, Receipt sent) {
        if (result.wholeBodySent()) {
            return Optional.empty();
        }
        if (found.callNotes().sentTo().contains(result.callId())) {
            return found.eTag()
                    .filter(eTag -> !sent.eTag().equals(Optional.of(eTag)))
                    .map(old ->
                            "the object was overwritten after it may have been sent: Gong keeps the first recording");
        }
        String there = "Gong already had a recording for call " + result.callId();
        if (!receiptsAreKept) {
            return Optional.of(there + "; without a receipts bucket, nobody can tell whether it is this one");
        }
        if (unknownDuplicate == UnknownDuplicate.ACCEPT) {
            return Optional.of(there + ", and no receipt says that it is this one; accepted, as the settings ask");
        }
        throw new PermanentException(
                FailureCode.IDENTITY_TAKEN,
                there + ", and nothing says that it is " + recording + ". Either another recording has the same"
                        + " clientUniqueId or gong-call-id, or this one was relayed before its receipt existed, or its"
                        + " receipt was deleted. Compare the two: if they differ, give this one an identity of its own;"
                        + " if not, set RELAY_RECEIPTS_UNKNOWN_DUPLICATE=accept. Then send its event again.");
    }
}
