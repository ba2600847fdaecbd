package dev.gongrelay.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gongrelay.failure.PermanentException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a file contains, the relay finds a format or a reason, within 256 KiB and 16 requests. */
class MediaFormatFuzzTest {
    private static final List<String> TYPES = List.of(
            "audio/wav", "audio/mpeg", "audio/flac", "audio/mp4", "video/mp4", "audio/x-matroska", "video/x-matroska");

    private static final int RUNS = Boolean.getBoolean("soak") ? 20_000 : 400;

    /** Values at the limits of sizes, counts and flags. */
    private static final List<Integer> EDGES = List.of(0, 1, 0x7F, 0x80, 0xFE, 0xFF);

    static List<String> files() {
        return MediaBytes.fileNames();
    }

    @ParameterizedTest
    @MethodSource("files")
    void recognizes_or_rejects_a_file_that_is_truncated_anywhere(String name) {
        byte[] file = MediaBytes.file(name);
        for (int size = 1; size < Math.min(file.length, 1500); size++) {
            assertVerdict(new OneObject(Arrays.copyOf(file, size)));
        }
        for (int cut = 1; cut < Math.min(file.length, 2000); cut += 3) {
            assertVerdict(new OneObject(Arrays.copyOf(file, file.length - cut)));
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void recognizes_or_rejects_a_file_with_any_bytes_changed(String name) {
        byte[] file = MediaBytes.file(name);
        Random random = new Random(name.hashCode());
        for (int run = 0; run < RUNS; run++) {
            byte[] changed = file.clone();
            int from = random.nextInt(4) == 0 ? Math.max(0, file.length - 1600) : 0;
            for (int change = random.nextInt(8); change >= 0; change--) {
                int at = from + random.nextInt(Math.min(file.length - from, run % 2 == 0 ? 64 : 1600));
                changed[at] = (byte) (int) EDGES.get(random.nextInt(EDGES.size()));
            }
            assertVerdict(new OneObject(changed));
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void recognizes_or_rejects_a_file_that_begins_like_a_much_larger_one(String name) {
        byte[] file = MediaBytes.file(name);
        Random random = new Random(name.hashCode());
        for (int run = 0; run < RUNS / 4; run++) {
            byte[] changed = Arrays.copyOf(file, Math.min(file.length, 1000));
            for (int change = random.nextInt(4); change > 0; change--) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            }
            long size = 5_000_000_000L;
            assertVerdict(new OneObject(
                    size, Map.of(0L, changed, 1000L + random.nextInt(1_000_000_000), changed, size - 900, file)));
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void recognizes_or_rejects_a_file_behind_tags_and_zeros(String name) {
        byte[] file = MediaBytes.file(name);

        assertVerdict(new OneObject(MediaBytes.join(MediaBytes.id3(3, 0, 40_000), file)));
        assertVerdict(new OneObject(MediaBytes.join(MediaBytes.zeros(3000), file)));
    }

    private static void assertVerdict(OneObject object) {
        try {
            MediaFormat format = object.format();
            assertThat(TYPES).contains(format.contentType());
            assertThat(format.channelCount()).isBetween(0, 0xFFFF);
            assertThat(format.duration().isNegative()).isFalse();
        } catch (PermanentException e) {
            assertThat(e.code()).hasToString("media-invalid");
            assertThat(e.getMessage()).hasSizeLessThan(300);
        }
        assertThat(object.bytesRead()).isLessThanOrEqualTo(256 * 1024);
        assertThat(object.requests()).isBetween(1, 16);
    }
}
