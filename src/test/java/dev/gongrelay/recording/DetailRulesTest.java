package dev.gongrelay.recording;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the relay finds wrong or doubtful in a document, and how it says so. */
class DetailRulesTest {
    private static final String REQUIRED = "\"clientUniqueId\":\"1\",\"actualStart\":\"2026-01-31T09:30:00Z\","
            + "\"direction\":\"Inbound\",\"primaryUser\":\"1\"";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"primaryUser\":7 | primaryUser must be a Gong user id (1 to 20 digits), an email address, extension:<extension> or phone:<number>, in quotes",
                "\"title\":true | title must be text, in quotes",
                "\"duration\":\"60\" | duration must be a number of seconds, 0 or more, without quotes",
                "\"duration\":1e400 | duration must be a number of seconds, 0 or more",
                "\"duration\":1e1000000000 | duration must be a number of seconds, 0 or more",
                "\"duration\":-1e400 | duration must be a number of seconds, 0 or more",
                "\"duration\":-0.001 | duration must be a number of seconds, 0 or more",
                "\"parties\":\"[]\" | parties must be a list, without quotes",
                "\"parties\":{} | parties must be a list",
                "\"parties\":[null] | parties[0] must be an object",
                "\"parties\":[\"{}\"] | parties[0] must be an object, without quotes",
                "\"parties\":[{\"mediaChannelId\":\"0\"}] "
                        + "| parties[0].mediaChannelId must be 0 (left) or 1 (right), without quotes",
                "\"parties\":[{\"mediaChannelId\":1e1000000000}] "
                        + "| parties[0].mediaChannelId must be 0 (left) or 1 (right)",
                "\"context\":[{}] | context[0].system is missing",
                "\"context\":[{\"system\":\"SAP\"}] "
                        + "| context[0].system must be Salesforce, HubSpot, MicrosoftDynamic or Generic",
                "\"context\":[{\"system\":\"Generic\",\"objects\":[{\"objectType\":\"Lead\",\"objectId\":7}]}] "
                        + "| context[0].objects[0].objectId must be text, in quotes",
                "\"parties\":[{\"context\":[{\"system\":\"Generic\",\"objects\":[{\"objectId\":\"7\"}]}]}] "
                        + "| parties[0].context[0].objects[0].objectType is missing",
                "\"flowContext\":[] | flowContext must be an object",
                "\"flowContext\":{\"taskId\":7} | flowContext.taskId must be text, in quotes",
                "\"speakersTimeline\":{\"precise\":\"true\"} "
                        + "| speakersTimeline.precise must be true or false, without quotes",
                "\"speakersTimeline\":{\"speechSegments\":[{\"fromTime\":0,\"toTime\":1.5,\"partyIds\":[]}]} "
                        + "| speakersTimeline.speechSegments[0].toTime must be a whole number of milliseconds"
                        + " from 0 to 2147483647",
                "\"speakersTimeline\":{\"speechSegments\":[{\"fromTime\":0,\"toTime\":1,\"partyIds\":[\"a\"]}]} "
                        + "| speakersTimeline.speechSegments[0].partyIds[0] is not the partyId of any party",
                "\"parties\":[{\"partyId\":\"b\"}],\"speakersTimeline\":{\"speechSegments\":[{\"fromTime\":0,\"toTime\":1,"
                        + "\"partyIds\":[\"b\",\"a\"]}]} "
                        + "| speakersTimeline.speechSegments[0].partyIds[1] is not the partyId of any party",
                "\"downloadMediaUrl\":\"x\" | downloadMediaUrl must not be given: Gong would fetch the media itself"
            })
    void names_what_is_wrong(String fields, String problem) {
        DetailProblems problems = check("{" + fields + "," + without(fields) + "}", false);

        assertThat(problems.message("")).isEqualTo(". In sidecar: " + problem);
        assertThat(problems.warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"primaryuser\":\"1\" | primaryuser is not a known field: did you mean primaryUser?",
                "\"Parties\":[] | Parties is not a known field: did you mean parties?",
                "\"client_unique_id\":\"1\" | client_unique_id is not a known field: did you mean clientUniqueId?",
                "\"actual-start\":\"1\" | actual-start is not a known field: did you mean actualStart?",
                "\"Client Unique ID\":1 | Client?Unique?ID is not a known field: did you mean clientUniqueId?",
                "\"titel\":\"1\" | titel is not a known field: did you mean title?",
                "\"titles\":\"1\" | titles is not a known field: did you mean title?",
                "\"driection\":\"1\" | driection is not a known field: did you mean direction?",
                "\"languageCod\":\"1\" | languageCod is not a known field: did you mean languageCode?",
                "\"call_id\":\"1\" | call_id is not a known field: did you mean callId?",
                "\"flowcontext\":{} | flowcontext is not a known field: did you mean flowContext?",
                "\"titl\\n\":\"1\" | titl? is not a known field: did you mean title?",
                "\"parties\":[{\"userID\":\"1\"}] | parties[0].userID is not a known field: did you mean userId?",
                "\"parties\":[{\"email_address\":1}] "
                        + "| parties[0].email_address is not a known field: did you mean emailAddress?",
                "\"parties\":[{\"Name\":1}] | parties[0].Name is not a known field: did you mean name?",
                "\"languageCode\":\"en_US\" | languageCode is not a code that Gong documents, such as en-US",
                "\"languageCode\":\"English\" | languageCode is not a code that Gong documents, such as en-US",
                "\"parties\":[{},{\"emailAddress\":\"jane@acme.local\"}] "
                        + "| parties[1].emailAddress is in a top-level domain that does not exist: Gong may refuse the call",
                "\"parties\":[{\"partyId\":\"a\",\"mediaChannelId\":0}],\"speakersTimeline\":{\"precise\":false} "
                        + "| speakersTimeline is given together with mediaChannelId: Gong uses the timeline, not the channels",
                "\"parties\":[{\"partyId\":\"a\"}],\"speakersTimeline\":{\"speechSegments\":[{\"fromTime\":5,\"toTime\":5,"
                        + "\"partyIds\":[\"a\"]},{\"fromTime\":1000000001,\"toTime\":1000000000,\"partyIds\":[\"a\"]}]} "
                        + "| speakersTimeline.speechSegments[1].toTime is before its fromTime",
                "\"parties\":[{\"partyId\":\"a\"},{\"partyId\":\"b\"},{\"partyId\":\"a\"}],\"speakersTimeline\":{} "
                        + "| parties have the same partyId: by speakersTimeline, nobody can tell which of them speaks"
            })
    void warns_of_what_is_doubtful(String fields, String warning) {
        DetailProblems problems = check("{" + fields + "," + REQUIRED + "}", false);

        assertThat(problems.isEmpty()).isTrue();
        assertThat(problems.warnings()).containsExactly(warning);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"score\":1e400",
                "\"til\":1,\"party\":1,\"caller\":1,\"names\":1,\"id\":1",
                "\"parties\":[{\"nam\":1,\"namee\":1,\"phone\":1}]",
                "\"languageCode\":\"pa-Guru-IN\"",
                "\"duration\":0.0",
                "\"purpose\":\"\",\"disposition\":\" \"",
                "\"duration\":-0",
                "\"duration\":1e3",
                "\"context\":[{\"system\":\"HubSpot\"}]",
                "\"context\":[{\"system\":\"Generic\",\"objects\":[{\"objectType\":\"Lead\",\"objectId\":\"7\","
                        + "\"fields\":[{\"name\":\"Stage\",\"value\":[1e400]}]}]}]",
                "\"parties\":[{\"partyId\":\"a\"},{\"partyId\":\"b\"}],\"speakersTimeline\":{\"precise\":true,"
                        + "\"speechSegments\":[{\"fromTime\":0,\"toTime\":2147483647,\"partyIds\":[\"a\",\"b\"]}]}",
                "\"parties\":[{\"mediaChannelId\":0},{\"mediaChannelId\":0}]"
            })
    void warns_of_nothing_that_is_right(String fields) {
        DetailProblems problems = check("{" + fields + "," + REQUIRED + "}", false);

        assertThat(problems.message("")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                " | the recording is stereo but no party has a mediaChannelId",
                "0 | ",
                "0,1 | ",
                "0,0,1,1 | ",
                "0,0,null,1 | ",
                "0,0 | the recording is stereo but all parties have the same mediaChannelId",
                "1,1,1 | the recording is stereo but all parties have the same mediaChannelId"
            })
    void warns_of_channels_by_which_gong_can_not_tell_speakers_apart(String channels, String warning) {
        String parties = channels == null
                ? "{}"
                : "{\"mediaChannelId\":" + channels.replace(",", "},{\"mediaChannelId\":") + "}";

        DetailProblems problems = check("{\"parties\":[" + parties + "]," + REQUIRED + "}", true);

        assertThat(problems.isEmpty()).isTrue();
        if (warning == null) {
            assertThat(problems.warnings()).isEmpty();
        } else {
            assertThat(problems.warnings()).singleElement().asString().startsWith(warning);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1970-01-01T00:00:00Z, true",
        "1999-12-31T23:59:59+14:00, true",
        "0000-01-01T00:00:00Z, true",
        "2000-01-01T00:00:00Z, false",
        "2026-01-31T09:30:00Z, false"
    })
    void warns_of_a_start_that_was_misread(String start, boolean warned) {
        DetailProblems problems = check("{" + REQUIRED.replace("2026-01-31T09:30:00Z", start) + "}", false);

        assertThat(problems.isEmpty()).isTrue();
        assertThat(problems.warnings()).hasSize(warned ? 1 : 0);
        assertThat(problems.warnings()).allMatch(warning -> warning.startsWith("actualStart is before the year 2000"));
    }

    @Test
    void requires_no_channels_if_a_timeline_says_who_speaks() {
        DetailProblems problems = check("{\"speakersTimeline\":{\"precise\":true}," + REQUIRED + "}", true);

        assertThat(problems.message("")).isEmpty();
    }

    @Test
    void names_each_layer_once_with_its_problems_and_what_is_missing_last() {
        DetailLayers layers = new DetailLayers();
        layers.add("first", parse("{\"title\":1,\"direction\":\"Inbound\"}"));
        layers.add("second", parse("{\"purpose\":7,\"meetingUrl\":2,\"titel\":3}"));
        layers.addMissing("third");

        DetailProblems problems = check(layers, false);

        assertThat(problems.message("Wrong"))
                .isEqualTo("Wrong. In first: title must be text, in quotes. In second: purpose must be text of at most"
                        + " 255 characters, in quotes; meetingUrl must be text, in quotes. Missing, also from third (not there):"
                        + " clientUniqueId; actualStart; primaryUser. Besides: titel is not a known field: did you mean"
                        + " title?");
        assertThat(problems.areIn("first")).isTrue();
        assertThat(problems.areIn("third")).isFalse();
    }

    @Test
    void names_at_most_twenty_problems_and_counts_the_rest() {
        String parties = IntStream.range(0, 130_000).mapToObj(i -> "1").collect(Collectors.joining(",", "[", "]"));

        DetailProblems problems = check("{" + REQUIRED + ",\"parties\":" + parties + "}", false);

        assertThat(problems.message("Wrong"))
                .startsWith("Wrong. In sidecar: parties[0] must be an object; parties[1] must be an object; ")
                .endsWith("; parties[19] must be an object; and 129980 more");
    }

    @Test
    void has_a_message_of_2000_characters_at_most() {
        String object = "{\"objectType\":\"\",\"objectId\":\"\"}";
        String objects = "{\"system\":\"Generic\",\"objects\":[" + (object + ",").repeat(19) + object + "]}";

        DetailProblems problems = check("{" + REQUIRED + ",\"parties\":[{\"context\":[" + objects + "]}]}", false);

        String message = problems.message("The details of s3://" + "k".repeat(1100) + " are not valid");
        assertThat(message)
                .hasSizeBetween(1800, 2000)
                .endsWith("objectType must be Lead, Contact, Account, Opportunity or" + " User; and 12 more");
    }

    @Test
    void bounds_warnings_in_number_and_length() {
        String parties = "{\"Name\":1},".repeat(29) + "{\"Name\":1}";

        DetailProblems problems = check("{" + REQUIRED + ",\"parties\":[" + parties + "]}", false);

        assertThat(problems.warnings()).hasSizeLessThanOrEqualTo(21);
        assertThat(String.join("", problems.warnings())).hasSizeBetween(900, 1010);
        assertThat(problems.warnings())
                .last()
                .isEqualTo("and " + (31 - problems.warnings().size()) + " more");
    }

    /** The required fields that these leave out. */
    private static String without(String fields) {
        return fields.contains("primaryUser") ? REQUIRED.replace(",\"primaryUser\":\"1\"", "") : REQUIRED;
    }

    private static DetailProblems check(String document, boolean stereo) {
        DetailLayers layers = new DetailLayers();
        layers.add("sidecar", parse(document));
        return check(layers, stereo);
    }

    private static DetailProblems check(DetailLayers layers, boolean stereo) {
        DetailProblems problems = new DetailProblems(layers);
        DetailRules.check(layers.document(), stereo, problems);
        return problems;
    }

    private static ObjectNode parse(String document) {
        try {
            return new DetailParser().parse(document.getBytes(UTF_8));
        } catch (MalformedDetailsException e) {
            throw new IllegalArgumentException(document, e);
        }
    }
}
