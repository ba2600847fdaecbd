package dev.gongrelay.gong;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a Gong that lies makes of its list: it is read or refused, and it ends. */
class UserPagesTest {
    private final List<User> users = new ArrayList<>();
    private final UserPages pages = new UserPages(users::add);

    @Test
    void have_what_gong_says_of_a_user() throws Exception {
        pages.read("""
                {"requestId":"r","records":{"totalRecords":2,"currentPageSize":2,"currentPageNumber":0},"users":[
                  {"id":"1","emailAddress":"ann@example.com","created":"2024-02-17T02:30:00Z","active":true,
                   "emailAliases":["a@example.com","b@example.com"],"trustedEmailAddress":"ann@sso.example.com",
                   "firstName":"Ann","phoneNumber":"+1 202 555 0101","extension":"101",
                   "settings":{"emailsImported":false,"telephonyCallsImported":true},
                   "spokenLanguages":[{"language":"en","primary":true}]},
                  {"id":"2","active":false,"settings":{"telephonyCallsImported":false},"emailAddress":null}]}
                """);

        assertThat(users)
                .containsExactly(
                        new User(
                                "1",
                                List.of("ann@example.com", "a@example.com", "b@example.com", "ann@sso.example.com"),
                                "+1 202 555 0101",
                                "101",
                                true,
                                true),
                        new User("2", List.of(), null, null, false, false));
        assertThat(pages.cursor()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "7 | ",
                "null | ",
                "[[{\"id\":\"1\"}]] | ",
                "{} | ",
                "{\"id\":null} | ",
                "{\"id\":\"x1\"} | ",
                "{\"id\":\"123456789012345678901\"} | ",
                "{\"id\":{\"id\":\"1\"}} | ",
                "{\"id\":1,\"extension\":101,\"active\":null} | User[id=1, addresses=[], phoneNumber=null, extension=101, active=true, importsCalls=true]",
                "{\"id\":\"1\",\"active\":\"yes\"} | User[id=1, addresses=[], phoneNumber=null, extension=null, active=false, importsCalls=true]",
                "{\"id\":\"1\",\"emailAddress\":[\"a\"],\"emailAliases\":\"b\",\"phoneNumber\":{\"a\":[1]},\"active\":[true],\"settings\":[]} | User[id=1, addresses=[], phoneNumber=null, extension=null, active=false, importsCalls=true]",
                "{\"emailAliases\":[null,[\"a\"],{\"b\":1},\"c@d.e\"],\"settings\":{\"x\":{\"telephonyCallsImported\":false}},\"id\":\"1\"} | User[id=1, addresses=[c@d.e], phoneNumber=null, extension=null, active=true, importsCalls=true]"
            })
    void leave_out_a_user_without_an_id_and_what_has_another_type(String malformed, String read) throws Exception {
        pages.read("{\"users\":[" + malformed + ",{\"id\":\"99\"}]}");

        assertThat(users).extracting(User::id).endsWith("99");
        assertThat(users.subList(0, users.size() - 1))
                .extracting(User::toString)
                .isEqualTo(read == null ? List.of() : List.of(read));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "null",
                "7",
                "[]",
                "{}",
                "{\"users\":null}",
                "{\"users\":{}}",
                "{\"users\":[",
                "{\"users\":[{\"id\":\"1\"",
                "{\"users\":[{\"id\":\"1\",\"emailAliases\":[\"a",
                "{\"users\":[{\"id\":\"1\",\"emailAliases\":[",
                "{\"users\":[{\"id\":\"1\",\"settings\":{",
                "{\"users\":[]",
                "{\"records\":{\"cursor\":\"x",
                "<html></html>"
            })
    void refuse_an_answer_that_is_no_page(String answer) {
        assertThatThrownBy(() -> pages.read(answer))
                .isInstanceOf(GongException.class)
                .hasMessageContaining("Gong's answer");
    }

    @Test
    void give_a_user_once_however_often_a_page_is_repeated() throws Exception {
        pages.read(page("1", "a"));
        pages.read(page("1", "b"));
        pages.read(page("2", ""));

        assertThat(users).extracting(User::id).containsExactly("1", "2");
        assertThat(pages.cursor()).isNull();
    }

    @Test
    void refuse_a_cursor_that_leads_back() throws Exception {
        pages.read(page("1", "a"));
        pages.read(page("2", "b"));

        assertThatThrownBy(() -> pages.read(page("3", "a"))).hasMessageContaining("does not end");
    }

    @Test
    void end_when_pages_bring_nobody_new() {
        assertThatThrownBy(() -> {
                    for (int i = 0; ; i++) {
                        pages.read(page("1", "cursor " + i));
                    }
                })
                .hasMessageContaining("still goes on after 7 pages");
    }

    @Test
    void end_however_many_there_seem_to_be() {
        assertThatThrownBy(() -> {
                    for (int i = 0; ; i++) {
                        pages.read(page(String.valueOf(i), "cursor " + i));
                    }
                })
                .hasMessageContaining("still goes on after 500 pages");
    }

    private static String page(String id, String cursor) {
        return "{\"records\":{\"cursor\":\"" + cursor + "\"},\"users\":[{\"id\":\"" + id + "\"}]}";
    }
}
