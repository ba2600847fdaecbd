package dev.gongrelay.recording;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.gongrelay.TestSettings;
import dev.gongrelay.failure.PermanentException;
import dev.gongrelay.settings.RelayConfig;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever details contain, checking them takes time and memory proportional to their length. */
class HostileDetailsTest {
    private static final int LARGEST = 256 * 1024;
    private static final int MOST_ALLOCATED_A_BYTE = 200;
    private static final int ALLOCATED_AT_LEAST = 1_000_000;
    private static final RelayConfig SETTINGS = TestSettings.with(Map.of(
            "relay.defaults.primary-user", "1",
            "relay.defaults.direction", "Inbound",
            "relay.recordings.key-pattern", "(?<actualStart>\\d{8}T\\d\\d:\\d\\d)"));
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** What people read about details: the warnings, or why they are wrong. */
    private record Judgement(String message, List<String> warnings, long allocatedBytes) {}

    /** Loads classes first, because that takes memory, too. */
    @BeforeAll
    static void warmUp() {
        for (HostileDetails shape : HostileDetails.values()) {
            check(shape.document(1000, new Random(1)).getBytes(UTF_8));
        }
    }

    @ParameterizedTest
    @EnumSource
    void takes_memory_and_words_in_proportion(HostileDetails shape) {
        for (int length = LARGEST; length > 1000; length /= 2) {
            assertBounded(shape.document(length, new Random(length)).getBytes(UTF_8));
        }
    }

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void takes_memory_and_words_in_proportion_to_a_document_with_some_wrong_bytes(long seed) {
        Random random = new Random(seed);
        HostileDetails[] shapes = HostileDetails.values();
        byte[] document = shapes[random.nextInt(shapes.length)]
                .document(random.nextInt(LARGEST), random)
                .getBytes(UTF_8);
        for (int change = random.nextInt(4); change > 0; change--) {
            document[random.nextInt(document.length)] = (byte) random.nextInt(256);
        }

        assertBounded(document);
    }

    private static void assertBounded(byte[] document) {
        Judgement judgement = check(document);

        assertThat(judgement.allocatedBytes())
                .as("allocated for %d bytes", document.length)
                .isLessThan(ALLOCATED_AT_LEAST + (long) MOST_ALLOCATED_A_BYTE * document.length);
        assertThat(judgement.message()).hasSizeLessThanOrEqualTo(2000);
        assertThat(judgement.warnings()).hasSizeLessThanOrEqualTo(21).allMatch(warning -> warning.length() < 200);
    }

    @Test
    void rejects_130_000_wrong_parties_in_one_short_message() {
        Judgement judgement = check(
                HostileDetails.WRONG_PARTIES.document(LARGEST, new Random(1)).getBytes(UTF_8));

        assertThat(judgement.message()).contains("parties[0] must be an object").endsWith(" more");
    }

    @Test
    void rejects_an_address_of_250_000_dots() {
        Judgement judgement = check(
                HostileDetails.DOTTED_ADDRESS.document(LARGEST, new Random(1)).getBytes(UTF_8));

        assertThat(judgement.message()).contains("parties[0].emailAddress must be an email address");
    }

    static Stream<ValueRule> textRules() {
        return Stream.of(ValueRule.values()).filter(rule -> rule != ValueRule.SECONDS);
    }

    @ParameterizedTest
    @MethodSource("textRules")
    void reads_no_character_of_a_text_more_than_a_few_times(ValueRule rule) {
        for (String text : texts()) {
            CountedText counted = new CountedText(text);

            rule.holds(counted);

            assertThat(counted.reads).as("reads of %.20s…", text).isLessThanOrEqualTo(4L * text.length());
        }
    }

    @Test
    void reads_no_digit_of_a_number_more_than_a_few_times() {
        CountedText counted = new CountedText("0." + "123456789".repeat(28_000) + "e-999999999");

        ValueRule.SECONDS.holds(counted);

        assertThat(counted.reads).isLessThanOrEqualTo(4L * counted.length());
    }

    private static List<String> texts() {
        Random random = new Random(7);
        return Stream.<Supplier<String>>of(
                        () -> "a@" + ".".repeat(250_000) + " ",
                        () -> "a@" + "a.".repeat(125_000),
                        () -> "@".repeat(250_000),
                        () -> " ".repeat(250_000),
                        () -> "1".repeat(250_000),
                        () -> "2026-01-31T09:30:00." + "1".repeat(250_000) + "Z",
                        () -> "\ud83d\ude00".repeat(125_000),
                        () -> HostileDetails.LONG_TITLE.document(250_000, random),
                        () -> HostileDetails.LONG_ADDRESS.document(300, random))
                .map(Supplier::get)
                .toList();
    }

    private static Judgement check(byte[] document) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        String message = "";
        List<String> warnings = List.of();
        try {
            warnings = OneSidecar.read(document, "20260131T09:30.wav", SETTINGS).warnings();
        } catch (PermanentException e) {
            message = e.getMessage();
        }
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        return new Judgement(message, warnings, allocated);
    }

    /** A text that counts how often its characters are read. */
    private static final class CountedText implements CharSequence {
        private final String text;
        private long reads;

        CountedText(String text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            reads++;
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            reads += end - start;
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            reads += text.length();
            return text;
        }
    }
}
