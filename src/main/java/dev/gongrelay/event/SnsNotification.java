package dev.gongrelay.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.PermanentException;

/** The notification that an SNS topic sends to a queue, unless raw message delivery is on. */
final class SnsNotification implements EnvelopeFormat {
    @Override
    public boolean matches(JsonNode event) {
        return event.has("TopicArn") && event.has("Message");
    }

    @Override
    public void read(JsonNode event, Announcements announcements) {
        requireSubscription(Fields.textOrEmpty(event, "Type"));
        announcements.nested(Fields.text(event, "Message"));
    }

    /** Topics send notifications only to a subscription that is confirmed (Amazon SNS, "Message formats", 2026). */
    private static void requireSubscription(String type) {
        if (type.equals("SubscriptionConfirmation")) {
            throw new PermanentException(
                    FailureCode.EVENT_INVALID,
                    "the topic sends nothing until its subscription is confirmed: open the message's SubscribeURL");
        }
        if (type.equals("UnsubscribeConfirmation")) {
            throw new PermanentException(
                    FailureCode.EVENT_INVALID, "the topic's subscription was deleted, so it announces nothing anymore");
        }
    }
}
