package dev.gongrelay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gongrelay.event.RecordingReference;
import dev.gongrelay.gong.Gong;
import dev.gongrelay.people.IdentifiedDetails;
import dev.gongrelay.people.People;
import dev.gongrelay.people.TestPeople;
import dev.gongrelay.recording.Recording;
import dev.gongrelay.recording.Recordings;
import dev.gongrelay.simulator.Endpoint;
import dev.gongrelay.simulator.Fault;
import dev.gongrelay.simulator.GongUser;
import dev.gongrelay.simulator.ProxyFault;
import dev.gongrelay.simulator.RequestHead;
import dev.gongrelay.simulator.SampleMedia;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** The list of Gong's users that all processes share: when it is read, when it is listed again, and by how many. */
@QuarkusTest
@SuppressWarnings("NullAway.Init")
class PeopleDirectoryTest extends SurroundedTest {
    private static final GongUser ANN = GongUser.of("1001", "ann@example.com");
    private static final GongUser BOB = GongUser.of("1002", "bob@example.com");

    private final String prefix = "people-" + UUID.randomUUID();
    private final StoppedClock clock = StoppedClock.at(Instant.now());

    @Inject
    Recordings recordings;

    @Inject
    Gong lister;

    /** Through the proxy that can fail. */
    @Inject
    S3Client proxied;

    @BeforeEach
    void employAnn() {
        gong.users(List.of(ANN));
    }

    @Test
    void is_listed_once_and_read_once_by_each_process() {
        People one = process(proxied, clock);
        People other = process(proxied, clock);

        List<String> found = List.of(find(one, "ann@example.com"), find(one, "ann@example.com"));
        List<String> foundByOther = List.of(find(other, "ann@example.com"), find(other, "ANN@example.com"));

        assertThat(found).containsOnly("1001");
        assertThat(foundByOther).containsOnly("1001");
        assertThat(gong.requests(Endpoint.LIST_USERS)).isEqualTo(1);
        assertThat(source.heads()).filteredOn(this::reads).hasSize(2);
        assertThat(source.heads()).filteredOn(this::writes).hasSize(1);
    }

    /** S3 wants it where objects are locked (Amazon S3, "Object Lock considerations", 2025). */
    @Test
    void is_written_with_a_checksum() {
        find(process(proxied, clock), "ann@example.com");

        assertThat(source.heads())
                .filteredOn(this::writes)
                .singleElement()
                .satisfies(head -> assertThat(head.headers()).containsKey("content-md5"));
    }

    @Test
    void is_listed_again_when_it_is_older_than_a_day() {
        People people = process(proxied, clock);
        find(people, "ann@example.com");

        clock.pass(Duration.ofHours(23));
        find(people, "ann@example.com");
        int within = gong.requests(Endpoint.LIST_USERS);
        gong.users(List.of(GongUser.of("2001", "ann@example.com")));
        clock.pass(Duration.ofHours(2));
        String found = find(people, "ann@example.com");

        assertThat(within).isEqualTo(1);
        assertThat(found).isEqualTo("2001");
        assertThat(gong.requests(Endpoint.LIST_USERS)).isEqualTo(2);
    }

    @Test
    void is_listed_again_for_somebody_unknown_once_an_hour() {
        People people = process(proxied, clock);
        find(people, "ann@example.com");
        gong.users(List.of(ANN, BOB));

        String atOnce = find(people, "bob@example.com");
        clock.pass(Duration.ofMinutes(61));
        String later = find(people, "bob@example.com");
        String unknown = find(people, "zoe@example.com");

        assertThat(atOnce).isEqualTo("user-unknown");
        assertThat(later).isEqualTo("1002");
        assertThat(unknown).isEqualTo("user-unknown");
        assertThat(gong.requests(Endpoint.LIST_USERS)).isEqualTo(2);
    }

    @Test
    void is_listed_again_for_somebody_whose_calls_may_not_be_imported_once_an_hour() {
        gong.users(List.of(ANN.withoutTelephonyImport()));
        People people = process(proxied, clock);
        String before = find(people, "ann@example.com");
        gong.users(List.of(ANN));

        clock.pass(Duration.ofMinutes(61));
        String after = find(people, "ann@example.com");

        assertThat(before).isEqualTo("gong-user-not-enabled");
        assertThat(after).isEqualTo("1001");
    }

    /** Whether anything in it has changed or not: then its ETag is the same. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void is_not_listed_again_within_an_hour_of_another_process_by_the_objects_own_time(boolean changed) {
        People people = process(proxied, clock);
        find(people, "ann@example.com");
        clock.pass(Duration.ofHours(3));
        if (changed) {
            gong.users(List.of(ANN, BOB));
        }
        find(process(s3, clock), "bob@example.com");
        modifiedAt(clock.instant().minus(Duration.ofMinutes(50)));
        int listed = gong.requests(Endpoint.LIST_USERS);

        String bob = find(people, "bob@example.com");
        String zoe = find(people, "zoe@example.com");

        assertThat(bob).isEqualTo(changed ? "1002" : "user-unknown");
        assertThat(zoe).isEqualTo("user-unknown");
        assertThat(gong.requests(Endpoint.LIST_USERS)).isEqualTo(listed);
    }

    @Test
    void is_as_good_for_both_of_two_processes_that_list_at_the_same_time() {
        find(process(s3, clock), "ann@example.com");
        clock.pass(Duration.ofHours(25));
        gong.users(List.of(ANN, BOB));
        Recording bobs = recording("bob@example.com");
        People slow = process(proxied, clock);
        List<String> foundByFast = new ArrayList<>();
        source.fail(1, beforeWriting(() -> foundByFast.add(find(process(s3, clock), bobs))), ProxyFault.none());

        String foundBySlow = find(slow, bobs);

        assertThat(foundByFast).containsExactly("1002");
        assertThat(foundBySlow).isEqualTo("1002");
        assertThat(gong.requests(Endpoint.LIST_USERS)).isEqualTo(3);
        assertThat(document()).contains("ann@example.com", "bob@example.com");
    }

    /** What happens between the listing and the writing of it. */
    private Predicate<RequestHead> beforeWriting(Runnable happening) {
        return head -> {
            if (writes(head)) {
                happening.run();
            }
            return writes(head);
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"version\":1,\"users\":[", "{\"version\":7,\"users\":[]}"})
    void is_listed_again_when_the_object_is_damaged(String damaged) {
        s3.putObject(request -> request.bucket(receiptsBucket).key(objectKey()), RequestBody.fromString(damaged));

        String found = find(process(proxied, clock), "ann@example.com");

        assertThat(found).isEqualTo("1001");
        assertThat(document()).startsWith("{\"version\":1,\"users\":[{\"id\":\"1001\"");
    }

    @Test
    void is_listed_again_when_the_object_was_deleted() {
        People people = process(proxied, clock);
        find(people, "ann@example.com");
        s3.deleteObject(request -> request.bucket(receiptsBucket).key(objectKey()));

        clock.pass(Duration.ofHours(25));
        String found = find(people, "ann@example.com");

        assertThat(found).isEqualTo("1001");
        assertThat(document()).contains("ann@example.com");
    }

    @Test
    void ages_by_this_clock_where_s3s_is_ahead() {
        find(process(s3, clock), "ann@example.com");
        modifiedAt(clock.instant().plus(Duration.ofDays(400)));
        People people = process(proxied, clock);
        find(people, "ann@example.com");

        clock.pass(Duration.ofHours(25));
        find(people, "ann@example.com");

        assertThat(gong.requests(Endpoint.LIST_USERS)).isEqualTo(1);
        source.reset();
        clock.pass(Duration.ofHours(25));
        find(people, "ann@example.com");
        assertThat(gong.requests(Endpoint.LIST_USERS)).isEqualTo(2);
    }

    /** A list that Gong gave to somebody else, who may be another company, or to nobody knows whom. */
    @ParameterizedTest
    @CsvSource({
        "https://eu-1.api.gong.io, OWN",
        "OWN, 0123456789ab",
        "https://eu-1.api.gong.io, 0123456789ab",
        "NONE, NONE"
    })
    void finds_nobody_in_a_list_of_another_account(String baseUrl, String fingerprint) throws IOException {
        find(process(s3, clock), "ann@example.com");
        ObjectNode list = (ObjectNode) json.readTree(document());
        ((ObjectNode) list.path("users").path(0)).put("id", "666");
        replace(list, "baseUrl", baseUrl);
        replace(list, "accessKeySha256", fingerprint);
        s3.putObject(
                request -> request.bucket(receiptsBucket).key(objectKey()), RequestBody.fromString(list.toString()));

        String seen = process(s3, clock)
                .preview(recording("ann@example.com"))
                .forGong()
                .document()
                .path("primaryUser")
                .asText();
        People people = process(s3, clock);
        List<String> found = List.of(find(people, "ann@example.com"), find(people, "ann@example.com"));

        assertThat(seen).isEqualTo("1001");
        assertThat(found).containsOnly("1001");
        assertThat(gong.requests(Endpoint.LIST_USERS)).isEqualTo(3);
        assertThat(document()).contains("\"1001\"").doesNotContain("\"666\"");
    }

    private static void replace(ObjectNode list, String field, String text) {
        if (text.equals("NONE")) {
            list.remove(field);
        } else if (!text.equals("OWN")) {
            list.put(field, text);
        }
    }

    @Test
    void says_of_the_access_key_no_more_than_tells_it_from_others() {
        find(process(s3, clock), "ann@example.com");

        assertThat(document())
                .contains("\"baseUrl\":\"" + gong.baseUrl() + "\"")
                .doesNotContain(Surroundings.ACCESS_KEY, Surroundings.ACCESS_KEY_SECRET)
                .containsPattern("\"accessKeySha256\":\"[0-9a-f]{12}\"");
    }

    @Test
    void stays_in_memory_with_a_warning_when_the_object_can_not_be_written() {
        source.fail(9, this::writes, ProxyFault.error(403, "Forbidden", "AccessDenied", "no"));
        People people = process(proxied, clock);

        IdentifiedDetails first = identify(people, "ann@example.com");
        IdentifiedDetails second = identify(people, "ann@example.com");

        assertThat(first.forGong().document().path("primaryUser").asText()).isEqualTo("1001");
        assertThat(first.warnings()).singleElement().asString().contains("could not be written", "AccessDenied");
        assertThat(second.warnings()).isEmpty();
        assertThat(gong.requests(Endpoint.LIST_USERS)).isEqualTo(1);
    }

    @Test
    void fails_for_now_when_the_object_can_not_be_read() {
        source.fail(9, this::reads, ProxyFault.error(403, "Forbidden", "AccessDenied", "no"));
        People people = process(proxied, clock);

        assertThatThrownBy(() -> identify(people, "ann@example.com"))
                .hasMessageStartingWith(
                        "The list of Gong's users s3://" + receiptsBucket + "/" + objectKey() + " could not be read");
        assertThat(gong.requests(Endpoint.LIST_USERS)).isZero();
    }

    @Test
    void is_not_written_by_who_only_looks() {
        People people = process(proxied, clock);

        IdentifiedDetails seen = people.preview(recording("ann@example.com"));

        assertThat(seen.forGong().document().path("primaryUser").asText()).isEqualTo("1001");
        assertThat(source.heads()).noneMatch(this::writes);
    }

    @Test
    void is_left_as_it_is_when_gong_fails_half_way() {
        List<GongUser> many = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            many.add(GongUser.of(String.valueOf(5000 + i), "user" + i + "@example.com"));
        }
        gong.users(many);
        gong.fail(Endpoint.LIST_USERS, 1, Fault.none());
        gong.fail(Endpoint.LIST_USERS, 5, Fault.answerAfterBody(503));
        People people = process(proxied, clock);

        assertThatThrownBy(() -> identify(people, "user1@example.com")).hasMessageContaining("503");
        String later = find(people, "user149@example.com");

        assertThat(source.heads()).filteredOn(this::writes).hasSize(1);
        assertThat(later).isEqualTo("5149");
    }

    @Test
    void stays_in_memory_without_a_receipts_bucket() {
        People people = TestPeople.with(Map.of(), lister, proxied, clock);

        List<String> found = List.of(find(people, "ann@example.com"), find(people, "zoe@example.com"));

        assertThat(found).containsExactly("1001", "user-unknown");
        assertThat(gong.requests(Endpoint.LIST_USERS)).isEqualTo(1);
        assertThat(source.heads()).noneMatch(head -> head.path().endsWith("_people.json"));
    }

    private People process(S3Client through, Clock time) {
        Map<String, String> settings =
                Map.of("relay.receipts.bucket", receiptsBucket, "relay.receipts.prefix", prefix + "/");
        return TestPeople.with(settings, lister, through, time);
    }

    /** Gong's id of somebody, or why there is none. */
    private String find(People people, String given) {
        return find(people, recording(given));
    }

    private static String find(People people, Recording recording) {
        IdentifiedDetails identified = people.identify(recording);
        return identified.refusal() == null
                ? identified.forGong().document().path("primaryUser").asText()
                : identified.refusal().code().toString();
    }

    private IdentifiedDetails identify(People people, String given) {
        return people.identify(recording(given));
    }

    private Recording recording(String given) {
        put(key + ".json", "{\"actualStart\":\"2026-11-22T20:32:00Z\",\"primaryUser\":\"" + given + "\"}");
        put(key, SampleMedia.wav(1000, 1, 1));
        return recordings.find(new RecordingReference(BUCKET, key, null));
    }

    /** S3 says from now on, through the proxy, that the object was written then. */
    private void modifiedAt(Instant time) {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atOffset(ZoneOffset.UTC));
        source.fail(
                100,
                this::reads,
                ProxyFault.rewrite(head -> head.replaceFirst("(?i)Last-Modified: [^\r]*", "Last-Modified: " + date)));
    }

    private boolean reads(RequestHead head) {
        return head.method().equals("GET") && head.path().endsWith(objectKey());
    }

    private boolean writes(RequestHead head) {
        return head.method().equals("PUT") && head.path().endsWith(objectKey());
    }

    private String objectKey() {
        return prefix + "/_people.json";
    }

    private String document() {
        return s3.getObjectAsBytes(request -> request.bucket(receiptsBucket).key(objectKey()))
                .asUtf8String();
    }
}
