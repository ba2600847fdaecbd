package dev.gongrelay.people;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gongrelay.failure.TransientException;
import dev.gongrelay.gong.GongAccount;
import dev.gongrelay.gong.User;
import dev.gongrelay.recording.Handle;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is found in a list of Gong's users, once it was written and read again. */
class DirectoryTest {
    private static final Instant TIME = Instant.parse("2026-03-01T09:00:00Z");
    private static final GongAccount ACCOUNT = new GongAccount("https://us-12345.api.gong.io", "0123456789ab");

    @ParameterizedTest
    @CsvSource({
        "ann@example.com, 1",
        "ANN@example.com, 1",
        "alias@example.com, 1",
        "ann@sso.example.com, 1",
        "phone:1-202-555-0101, 1",
        "extension:0101, 1",
        "extension:101, ",
        "phone:2025550101, ",
        "phone:0101, ",
        "zoe@example.com, ",
        "left@example.com, ",
        "extension:300, "
    })
    void finds_active_users_by_all_addresses_and_by_number_and_extension(String given, @Nullable String id)
            throws IOException {
        Directory directory = directory(
                user(
                        "1",
                        List.of("Ann@Example.com", " alias@example.com", "ann@sso.example.com"),
                        "\u202d+1 (202)\u00a0555-0101\u202c ",
                        " 0101 "),
                user("2", List.of("no address"), "none", "", true),
                new User("3", List.of("left@example.com"), null, "300", false, true));

        assertThat(directory.userId(handle(given))).isEqualTo(Optional.ofNullable(id));
        assertThat(directory.isShared(handle(given))).isFalse();
        assertThat(directory.userCount()).isEqualTo(2);
        assertThat(directory.time()).isEqualTo(TIME);
    }

    @ParameterizedTest
    @ValueSource(strings = {"extension:101", "phone:12025550101", "desk@example.com"})
    void finds_nobody_by_what_several_share(String given) throws IOException {
        Directory directory = directory(
                user("1", List.of("Desk@example.com"), "+12025550101", "101"),
                user("2", List.of("desk@example.com"), "12025550101", "101"),
                user("3", List.of("desk@example.com"), "12025550101", "101"),
                user("4", List.of("dan@example.com"), null, "104"));

        assertThat(directory.userId(handle(given))).isEmpty();
        assertThat(directory.isShared(handle(given))).isTrue();
        assertThat(directory.userId(handle("dan@example.com"))).contains("4");
    }

    @Test
    void finds_an_active_user_by_an_extension_of_somebody_who_left() throws IOException {
        Directory directory =
                directory(new User("1", List.of(), null, "101", false, true), user("2", List.of(), null, "101"));

        assertThat(directory.userId(handle("extension:101"))).contains("2");
    }

    @Test
    void knows_whose_calls_may_not_be_imported() throws IOException {
        Directory directory = directory(user("1", List.of(), null, "1", false), user("2", List.of(), null, "2", true));

        assertThat(directory.mayImport("1")).isFalse();
        assertThat(directory.mayImport("2")).isTrue();
        assertThat(directory.mayImport("3")).isTrue();
    }

    @Test
    void is_kept_without_names_and_without_those_who_left() {
        DirectoryDraft draft = new DirectoryDraft();
        draft.add(new User("1", List.of("Ann@example.com"), "+1 202 555 0101", "101", true, false));
        draft.add(new User("2", List.of("left@example.com"), null, null, false, true));

        assertThat(new String(draft.document(ACCOUNT), UTF_8))
                .isEqualTo("{\"version\":1,\"users\":[{\"id\":\"1\",\"handles\":[\"ann@example.com\","
                        + "\"phone:12025550101\",\"extension:101\"],\"importsCalls\":false}],"
                        + "\"baseUrl\":\"https://us-12345.api.gong.io\",\"accessKeySha256\":\"0123456789ab\"}\n");
    }

    @Test
    void says_to_whom_gong_listed_its_users() throws IOException {
        assertThat(directory(user("1", List.of(), null, "1")).account()).isEqualTo(ACCOUNT);
    }

    @Test
    void is_read_as_an_earlier_version_of_the_relay_wrote_it() throws IOException {
        String earlier = "{\"version\":1,\"users\":[{\"id\":\"1\",\"handles\":[\"extension:101\"]}]}\n";

        Directory directory = DirectoryFormat.read(new ByteArrayInputStream(earlier.getBytes(UTF_8)), TIME);

        assertThat(directory.userId(handle("extension:101"))).contains("1");
        assertThat(directory.account()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"version\":2,\"users\":[]}",
                "{\"version\":\"1\",\"users\":[]}",
                "{\"version\":1,\"users\":{}}",
                "{\"version\":1,\"users\":[]",
                "{\"version\":1,\"users\":[7]}",
                "{\"version\":1,\"users\":[{}]}",
                "{\"version\":1,\"users\":[{\"id\":1,\"handles\":[]}]}",
                "{\"version\":1,\"users\":[{\"id\":\"1\",\"handles\":[null]}]}",
                "{\"version\":1,\"users\":[{\"id\":\"1\",\"handles\":[\"a",
                "{\"version\":1,\"users\":[{\"id\":\"1\",\"handles\":[],\"importsCalls\":1}]}",
                "{\"version\":1,\"users\":[],\"baseUrl\":7,\"accessKeySha256\":\"ab\"}",
                "{\"version\":1,\"users\":[],\"baseUrl\":\"https://api.gong.io\"}",
                "{\"version\":1,\"users\":[],\"baseUrl\":\"https://api.gong.io\",\"accessKeySha256\":\"ab\",\"more\":1}",
                "{\"version\":1,\"users\":[],\"baseUrl\":\"https://api.gong.io\",\"accessKeySha256\":\"ab\""
            })
    void is_not_read_from_something_else(String document) {
        assertThatThrownBy(() -> DirectoryFormat.read(new ByteArrayInputStream(document.getBytes(UTF_8)), TIME))
                .isInstanceOf(IOException.class);
    }

    @Test
    void takes_no_more_users_than_fit_into_a_function() {
        DirectoryDraft draft = new DirectoryDraft();
        String address = "a".repeat(240) + "@example.com";

        assertThatThrownBy(() -> {
                    for (int i = 0; i < 100_000; i++) {
                        draft.add(user(String.valueOf(i), List.of(i + address), null, null));
                    }
                })
                .isInstanceOf(TransientException.class)
                .hasMessageContaining("there are more than fit");
    }

    private static Directory directory(User... users) throws IOException {
        DirectoryDraft draft = new DirectoryDraft();
        List.of(users).forEach(draft::add);
        return DirectoryFormat.read(new ByteArrayInputStream(draft.document(ACCOUNT)), TIME);
    }

    private static User user(String id, List<String> addresses, @Nullable String phone, @Nullable String extension) {
        return user(id, addresses, phone, extension, true);
    }

    private static User user(
            String id, List<String> addresses, @Nullable String phone, @Nullable String extension, boolean imports) {
        return new User(id, addresses, phone, extension, true, imports);
    }

    private static Handle handle(String text) {
        return Handle.of(text).orElseThrow();
    }
}
