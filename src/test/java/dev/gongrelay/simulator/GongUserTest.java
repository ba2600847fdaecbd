package dev.gongrelay.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GongUserTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [{"id": "7", "managerId": "8"}]
            {"requestId": "r", "records": {}, "users": [{"id": 7, "managerId": "8"}]}
            """)
    void reads_a_list_and_an_answer_of_gongs(String document) throws IOException {
        Path file = Files.writeString(folder.resolve("users.json"), document);

        assertThat(GongUser.read(file)).singleElement().satisfies(user -> {
            assertThat(user.id()).isEqualTo("7");
            assertThat(user.json().path("managerId").textValue()).isEqualTo("8");
            assertThat(user.importsTelephony()).isFalse();
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {                            | is not JSON
            {"users": 7}                 | must be a list of users
            [{"id": "7"}, {"id": "a"}]   | user 2 has no "id" of 1 to 20 digits
            [7]                          | user 1 has no "id" of 1 to 20 digits
            """)
    void says_what_is_wrong_with_a_file(String document, String message) throws IOException {
        Path file = Files.writeString(folder.resolve("users.json"), document);

        assertThatThrownBy(() -> GongUser.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(message);
    }

    @Test
    void leaves_the_user_that_it_is_made_from_as_it_was() {
        GongUser user = GongUser.of("7", "a@example.com");

        user.with("extension", "1").aliases("b@example.com").inactive().withoutTelephonyImport();

        assertThat(user.json().has("extension")).isFalse();
        assertThat(user.json().path("emailAliases")).isEmpty();
        assertThat(user.json().path("active").booleanValue()).isTrue();
        assertThat(user.importsTelephony()).isTrue();
    }
}
