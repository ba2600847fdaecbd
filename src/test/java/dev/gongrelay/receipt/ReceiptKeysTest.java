package dev.gongrelay.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gongrelay.event.RecordingReference;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiptKeysTest {
    private static final String HASHED = "receipts/sha256/[0-9a-f]{64}\\.json";

    @ParameterizedTest
    @CsvSource({
        "receipts, call.wav, receipts/calls/call.wav.json",
        "receipts, 2026/03/a b+ü.wav, receipts/calls/2026/03/a b+ü.wav.json",
        "receipts, a//b.wav, receipts/calls/a//b.wav.json",
        "receipts, /a.wav, receipts/calls//a.wav.json",
        "receipts, a/, receipts/calls/a/.json",
        "receipts, ...wav, receipts/calls/...wav.json",
        "/team/receipts/, call.wav, team/receipts/calls/call.wav.json",
        "'', call.wav, calls/call.wav.json",
    })
    void puts_bucket_and_key_behind_the_prefix(String prefix, String key, String expected) {
        assertThat(new ReceiptKeys(prefix).of(recording(key))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "..", "./a.wav", "../a.wav", "a/./b.wav", "a/../b.wav", "a/.."})
    void hashes_a_key_that_would_walk_through_folders(String key) {
        assertThat(new ReceiptKeys("receipts").of(recording(key))).matches(HASHED);
    }

    @Test
    void hashes_a_key_as_soon_as_the_receipts_would_be_longer_than_1024_bytes() {
        int room = 1024 - "receipts/calls/.json".length();
        ReceiptKeys keys = new ReceiptKeys("receipts");

        String longest = keys.of(recording("é".repeat(room / 2)));
        String tooLong = keys.of(recording("é".repeat(room / 2) + "a"));

        assertThat(longest.getBytes(StandardCharsets.UTF_8)).hasSize(1024);
        assertThat(tooLong).matches(HASHED);
    }

    @Test
    void hashes_bucket_and_key_as_sha256sum_does() {
        String key = new ReceiptKeys("receipts").of(recording("../call.wav"));

        assertThat(key)
                .isEqualTo("receipts/sha256/3ef769d2533f5410b22fde894f4fbd46785e3b6e25cc723e548f720c1a0e0970.json");
    }

    @Test
    void gives_every_recording_a_receipt_of_its_own() {
        ReceiptKeys keys = new ReceiptKeys("receipts");

        Stream<String> distinct = Stream.of("a/b", "a//b", "a/b/", "/a/b", "a/./b", "a/../b", "a/b.json", "A/b")
                .map(key -> keys.of(recording(key)));

        assertThat(distinct).doesNotHaveDuplicates();
    }

    private static RecordingReference recording(String key) {
        return new RecordingReference("calls", key, null);
    }
}
