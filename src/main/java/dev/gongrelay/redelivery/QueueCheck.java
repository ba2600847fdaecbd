package dev.gongrelay.redelivery;

import dev.gongrelay.settings.RelayConfig;
import jakarta.inject.Singleton;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Whether the queues can be reached. The calls block, and throw a {@code RelayException} if a queue can't be. */
@Singleton
public class QueueCheck {
    private final SqsClient sqs;
    private final RelayConfig.Delivery config;
    private final Optional<String> arrivalsUrl;

    QueueCheck(SqsClient sqs, RelayConfig config) {
        this.sqs = sqs;
        this.config = config.delivery();
        this.arrivalsUrl = config.arrivals().queueUrl();
    }

    /** How many messages wait in the queue that events come from; empty if no setting names it. */
    public Optional<String> waiting() {
        return config.queueUrl().map(this::messages);
    }

    /** The same for the dead-letter queue. */
    public Optional<String> deadLetters() {
        return config.deadLetterUrl().map(this::messages);
    }

    /** The same for the queue of calls that Gong is asked about. */
    public Optional<String> arrivals() {
        return arrivalsUrl.map(this::messages);
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
