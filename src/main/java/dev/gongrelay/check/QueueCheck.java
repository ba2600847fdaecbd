package dev.gongrelay.check;

import dev.gongrelay.redelivery.QueueExceptions;
import dev.gongrelay.settings.RelayConfig;
import jakarta.inject.Singleton;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Checks that the relay's queues can be reached, and counts the messages that wait in them. */
@Singleton
class QueueCheck {
    private final SqsClient sqs;
    private final RelayConfig config;

    QueueCheck(SqsClient sqs, RelayConfig config) {
        this.sqs = sqs;
        this.config = config;
    }

    Finding events() {
        return find(config.delivery().queueUrl(), "messages wait", "events come directly");
    }

    Finding deadLetters() {
        return find(config.delivery().deadLetterUrl(), "dead letters", "rejected events are left to their senders");
    }

    Finding arrivals() {
        return find(
                config.arrivals().queueUrl(), "calls wait to be confirmed", "nobody asks Gong whether calls appeared");
    }

    private Finding find(Optional<String> url, String what, String otherwise) {
        return Finding.ok(
                url.map(set -> "reachable; about " + messages(set) + " " + what).orElse("not set: " + otherwise));
    }

    private String messages(String url) {
        try {
            return sqs.getQueueAttributes(request ->
                            request.queueUrl(url).attributeNames(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
                    .attributesAsStrings()
                    .getOrDefault("ApproximateNumberOfMessages", "0");
        } catch (SdkException e) {
            throw QueueExceptions.of(e, "The queue " + url + " can't be reached");
        }
    }
}
