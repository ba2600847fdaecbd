package dev.gongrelay.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.PermanentException;
import dev.gongrelay.failure.TransientException;
import dev.gongrelay.simulator.EmbeddedS3;
import dev.gongrelay.simulator.FaultyProxy;
import dev.gongrelay.simulator.ProxyFault;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

/** Connections that break after S3 has done what was asked, before its answer is through. */
class LostAnswerTest extends ReceiptScene {
    private static final int EVERY_TRY = 100;

    private final FaultyProxy proxy = FaultyProxy.inFrontOf(EmbeddedS3.shared().endpoint());
    private final S3Client proxied = EmbeddedS3.client(proxy.endpoint());
    private final AtomicInteger lost = new AtomicInteger();

    @BeforeEach
    void connectThroughTheProxy() {
        receipts = Settings.in(BUCKET).receipts(proxied, clock);
    }

    @AfterEach
    void close() {
        proxied.close();
        proxy.close();
    }

    @Test
    void recognizes_its_own_claim() throws Exception {
        loseAnswersToWrites(1);

        Claim claim = claim();

        assertThat(lost.get()).isEqualTo(1);
        assertThat(claim.relayed()).isEmpty();
        assertThat(stored().path("attempts").intValue()).isEqualTo(1);
        TransientException elsewhere = catchThrowableOfType(TransientException.class, this::claim);
        assertThat(elsewhere.code()).isEqualTo(FailureCode.CLAIMED_ELSEWHERE);
    }

    @Test
    void recognizes_its_own_taking_over() throws Exception {
        checkpoint(claim(), "777");
        clock.pass(LEASE);
        loseAnswersToWrites(1);

        Claim claim = claim();

        assertThat(lost.get()).isEqualTo(1);
        assertThat(claim.callOf(DETAILS)).contains("777");
        assertThat(stored().path("attempts").intValue()).isEqualTo(2);
    }

    @Test
    void recognizes_every_note_of_its_own() throws Exception {
        Claim claim = claim();
        loseAnswersToWrites(1);
        checkpoint(claim, "777");
        loseAnswersToWrites(1);
        TransientException throttled = new TransientException(FailureCode.GONG_THROTTLED, "429");
        claim.release(throttled);
        Claim second = claim();
        loseAnswersToWrites(1);
        second.reject(new PermanentException(FailureCode.GONG_REFUSED, "400"));
        Claim third = claim();
        loseAnswersToWrites(1);

        Receipt receipt = third.complete(UPLOADED, List.of());

        assertThat(lost.get()).isEqualTo(4);
        assertThat(throttled.getSuppressed()).isEmpty();
        assertThat(receipt.state()).isEqualTo(ReceiptState.RELAYED);
        assertThat(stored()).isEqualTo(JSON.readTree(receipt.toString()));
        assertThat(stored().path("attempts").intValue()).isEqualTo(3);
    }

    @Test
    void goes_on_after_a_note_of_which_it_never_heard() throws Exception {
        Claim claim = claim();
        loseAnswersToWrites(EVERY_TRY);
        TransientException unheard = catchThrowableOfType(TransientException.class, () -> checkpoint(claim, "777"));
        proxy.reset();

        claim.release(unheard);

        assertThat(unheard.code()).isEqualTo(FailureCode.RECEIPT_UNAVAILABLE);
        assertThat(unheard.getSuppressed()).isEmpty();
        assertThat(stored().path("code").asText()).isEqualTo("receipt-unavailable");
        assertThat(claim().callOf(DETAILS)).contains("777");
    }

    @Test
    void leaves_a_completed_receipt_alone_although_it_never_heard_of_it() throws Exception {
        Claim claim = claim();
        loseAnswersToWrites(EVERY_TRY);
        TransientException unheard =
                catchThrowableOfType(TransientException.class, () -> claim.complete(UPLOADED, List.of()));
        proxy.reset();

        claim.release(unheard);

        assertThat(stored().path("state").asText()).isEqualTo("relayed");
        assertThat(claim().relayed()).isPresent();
    }

    private void loseAnswersToWrites(int next) {
        proxy.fail(next, head -> head.method().equals("PUT") && lost.incrementAndGet() > 0, ProxyFault.noAnswer());
    }
}
