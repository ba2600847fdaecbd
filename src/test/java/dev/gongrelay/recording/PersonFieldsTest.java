package dev.gongrelay.recording;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PersonFieldsTest {
    private static final Map<Handle, String> USERS = Map.of(
            Handle.address("ann@example.com").orElseThrow(), "1",
            Handle.extension("101").orElseThrow(), "1",
            Handle.phone("+12025550102").orElseThrow(), "2");

    @Test
    void are_the_primary_user_and_each_partys_user_but_not_ids() {
        CallDetails details = details("""
                {"primaryUser":"Ann@example.com","parties":[
                  {"userId":"7"},{"userId":"extension:101","emailAddress":"x@example.com"},{"name":"Casey"}]}
                """);

        assertThat(details.people())
                .containsExactly(
                        Map.entry("primaryUser", "Ann@example.com"), Map.entry("parties[1].userId", "extension:101"));
    }

    @Test
    void are_none_where_the_call_is_known() {
        CallDetails details = new CallDetails("77", document("{}"), List.of(), null);

        assertThat(details.people()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                // each in its place, and everything else as it was
                "{\"primaryUser\":\"ANN@example.com\",\"title\":\"t\",\"parties\":[{\"userId\":\"phone:1 202 555 0102\",\"mediaChannelId\":0},{\"userId\":\"ANN@example.com\"}]}"
                        + "| {\"primaryUser\":\"1\",\"title\":\"t\",\"parties\":[{\"userId\":\"2\",\"mediaChannelId\":0},{\"userId\":\"1\"}]}",
                // the party that was added for the owner is the one that the details name otherwise
                "{\"primaryUser\":\"ann@example.com\",\"parties\":[{\"userId\":\"1\",\"mediaChannelId\":1},{\"userId\":\"ann@example.com\"}]}"
                        + "| {\"primaryUser\":\"1\",\"parties\":[{\"userId\":\"1\",\"mediaChannelId\":1}]}",
                "{\"primaryUser\":\"ann@example.com\",\"parties\":[{\"userId\":\"extension:101\",\"mediaChannelId\":1},{\"userId\":\"ann@example.com\"}]}"
                        + "| {\"primaryUser\":\"1\",\"parties\":[{\"userId\":\"1\",\"mediaChannelId\":1}]}",
                "{\"primaryUser\":\"ann@example.com\",\"parties\":[{\"userId\":\"ann@example.com\"}]}"
                        + "| {\"primaryUser\":\"1\",\"parties\":[{\"userId\":\"1\"}]}",
                // as is the one with the owner's address or number, who keeps the channel
                "{\"primaryUser\":\"ann@example.com\",\"parties\":[{\"name\":\"Casey\"},{\"emailAddress\":\"Ann@Example.com\",\"mediaChannelId\":1},{\"userId\":\"ann@example.com\"}]}"
                        + "| {\"primaryUser\":\"1\",\"parties\":[{\"name\":\"Casey\"},{\"emailAddress\":\"Ann@Example.com\",\"mediaChannelId\":1,\"userId\":\"1\"}]}",
                "{\"primaryUser\":\"phone:1 202 555 0102\",\"parties\":[{\"phoneNumber\":\"+1 (202) 555-0102\",\"userId\":null},{\"userId\":\"phone:1 202 555 0102\"}]}"
                        + "| {\"primaryUser\":\"2\",\"parties\":[{\"phoneNumber\":\"+1 (202) 555-0102\",\"userId\":\"2\"}]}",
                "{\"primaryUser\":\"extension:101\",\"parties\":[{\"emailAddress\":\"ann@example.com\",\"mediaChannelId\":1},{\"userId\":\"extension:101\"}]}"
                        + "| {\"primaryUser\":\"1\",\"parties\":[{\"emailAddress\":\"ann@example.com\",\"mediaChannelId\":1,\"userId\":\"1\"}]}",
                // but not one of whom that is not certain, nor another if the details say who it is
                "{\"primaryUser\":\"extension:101\",\"parties\":[{\"emailAddress\":\"ann@example.com\"},{\"userId\":\"1\",\"name\":\"Ann\"}]}"
                        + "| {\"primaryUser\":\"1\",\"parties\":[{\"emailAddress\":\"ann@example.com\"},{\"userId\":\"1\",\"name\":\"Ann\"}]}",
                "{\"primaryUser\":\"phone:1 202 555 0102\",\"parties\":[{\"emailAddress\":\"x@example.com\",\"phoneNumber\":\"12025550102\"},{\"userId\":\"phone:1 202 555 0102\"}]}"
                        + "| {\"primaryUser\":\"2\",\"parties\":[{\"emailAddress\":\"x@example.com\",\"phoneNumber\":\"12025550102\"},{\"userId\":\"2\"}]}",
                "{\"primaryUser\":\"ann@example.com\",\"parties\":[{\"emailAddress\":\"ann@example.org\"},{\"name\":\"ann@example.com\"},{\"emailAddress\":\"ann@example.com\",\"userId\":\"7\"},{\"userId\":\"ann@example.com\"}]}"
                        + "| {\"primaryUser\":\"1\",\"parties\":[{\"emailAddress\":\"ann@example.org\"},{\"name\":\"ann@example.com\"},{\"emailAddress\":\"ann@example.com\",\"userId\":\"7\"},{\"userId\":\"1\"}]}",
                "{\"primaryUser\":\"extension:101\",\"parties\":[{\"phoneNumber\":\"101\"},{\"userId\":\"extension:101\"}]}"
                        + "| {\"primaryUser\":\"1\",\"parties\":[{\"phoneNumber\":\"101\"},{\"userId\":\"1\"}]}",
                "{\"primaryUser\":\"phone:1 202 555 0102\",\"parties\":[{\"phoneNumber\":\"202 555 0102\"},{\"userId\":\"phone:1 202 555 0102\"}]}"
                        + "| {\"primaryUser\":\"2\",\"parties\":[{\"phoneNumber\":\"202 555 0102\"},{\"userId\":\"2\"}]}",
                // whom Gong doesn't know is somebody from outside
                "{\"primaryUser\":\"7\",\"parties\":[{\"userId\":\"Zoe@example.com\"},{\"userId\":\"phone:+1 99\"},{\"userId\":\"phone:+1 999\",\"phoneNumber\":\"5\"},{\"userId\":\"extension:9\",\"name\":null}]}"
                        + "| {\"primaryUser\":\"7\",\"parties\":[{\"emailAddress\":\"Zoe@example.com\"},{\"phoneNumber\":\"+1 99\"},{\"phoneNumber\":\"5\"},{\"name\":\"extension 9\"}]}"
            })
    void are_replaced_by_gongs_ids(String given, String forGong) {
        CallDetails details = details(given);

        CallDetails identified = details.identified(USERS, isOwners(details));

        assertThat(identified.document()).isEqualTo(document(forGong));
        assertThat(details.document()).isEqualTo(document(given));
    }

    private static Predicate<Handle> isOwners(CallDetails details) {
        Optional<String> owner =
                Handle.of(details.document().path("primaryUser").asText()).map(USERS::get);
        return handle -> owner.filter(id -> id.equals(USERS.get(handle))).isPresent();
    }

    private static CallDetails details(String document) {
        return new CallDetails(null, document(document), List.of(), null);
    }

    private static ObjectNode document(String json) {
        try {
            return (ObjectNode) new ObjectMapper().readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
