package dev.gongrelay.recording;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.stream.Stream;

/** Values of every kind that a field of call details may have, right or wrong. */
final class FieldValues {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * The values to try with every field. 1.0 is not among them: a JSON Schema takes it for 1, but the relay requires a
     * channel to be 0 or 1.
     */
    static final List<JsonNode> ALL = Stream.concat(
                    Stream.of(
                                    "null true 0 1 2 -1 1.5 -0.5 255 2147483647 2147483648 12345678901234567890",
                                    "3.4e38 3.5e38 [] {} [1] [null] [{}] [[]]",
                                    "[{\"userId\":\"1\"},{\"userId\":\"x\"}] {\"a\":[1]} \"[]\"",
                                    "[{\"system\":\"Generic\",\"objects\":[{\"objectType\":\"Lead,Contact\",\"objectId\":\"\"}]}]",
                                    "[{\"system\":\"Salesforce\",\"objects\":[{\"objectType\":\"Lead\",\"objectId\":null}]}]",
                                    "{\"precise\":1} {\"speechSegments\":[{\"fromTime\":0,\"toTime\":1}]} {\"taskId\":1}")
                            .flatMap(line -> Stream.of(line.split(" ")))
                            .map(FieldValues::json),
                    Stream.of(
                                    List.of("", " ", "\t\r\n", "\u00a0", "\u2007", "\u3000", "\u001c", "\u0085", " x "),
                                    List.of(
                                            "0",
                                            "1",
                                            "123\n",
                                            "12 3",
                                            "-1",
                                            "\u0967\u0968",
                                            "9".repeat(20),
                                            "9".repeat(21)),
                                    List.of("Inbound", "Outbound", "Conference", "Unknown", "inbound", "Inbound "),
                                    List.of("Salesforce", "HubSpot", "MicrosoftDynamic", "Generic", "salesforce"),
                                    List.of("Account", "Lead", "Lead,Contact", "Opportunity,Account", "account"),
                                    List.of("a".repeat(255), "a".repeat(256), "a".repeat(2048), "a".repeat(2049)),
                                    List.of("\ud83d\ude00".repeat(255), "\ud83d\ude00".repeat(256)),
                                    List.of("\ud83d\ude00".repeat(2048), "\ud83d\ude00".repeat(2049)),
                                    List.of(
                                            "a@b.c",
                                            "a@b",
                                            "@b.c",
                                            "a@b.",
                                            "a@.b",
                                            "a@b..c",
                                            "a@",
                                            ".a.@b.c",
                                            "a b@c.d",
                                            "a@@b.c",
                                            "a@b@c.d",
                                            "a\u00a0b@c.d",
                                            "a\u0001b@c.d",
                                            "a@b.c\n",
                                            "\ud83d\ude00".repeat(316) + "@b.c",
                                            "\ud83d\ude00".repeat(317) + "@b.c"),
                                    List.of(
                                            "extension:3201",
                                            "extension:",
                                            "extension:32 01",
                                            "extension:ä",
                                            "extension:ä@b.c",
                                            "extension:" + "1".repeat(64),
                                            "extension:" + "1".repeat(65),
                                            "Extension:3201",
                                            "extension:3201\n"),
                                    List.of(
                                            "phone:+15550100",
                                            "phone:+1 (555) 0-1.0/0",
                                            "phone:\u202d+1\u00a0555\u20110100\u202c",
                                            "phone:1\u2003555\u20280100",
                                            "phone:12",
                                            "phone:123",
                                            "phone:" + "1".repeat(20),
                                            "phone:" + "1".repeat(21),
                                            "phone:555x",
                                            "phone:a@b.c",
                                            "phone:\u0967\u0968\u0969",
                                            "phone:123\n"),
                                    List.of(
                                            "2026-01-31T09:30:00Z",
                                            "2026-01-31T09:30Z",
                                            "2026-01-31T09:30:00",
                                            "2026-01-31"),
                                    List.of("2026-01-31t09:30:00z", "2026-01-31 09:30:00Z", "2026-01-31T09:30:00Z\n"),
                                    List.of("2026-01-31T09:30:00.1+01:00", "2026-01-31T09:30:00.123456789-18:00"),
                                    List.of("2026-01-31T09:30:00.1234567890Z", "2026-01-31T09:30:00.Z"),
                                    List.of(
                                            "2026-01-31T09:30:00+01",
                                            "2026-01-31T09:30:00+0100",
                                            "2026-01-31T09:30:00+18:01"),
                                    List.of("2026-01-31T09:30:00+01:00:30", "2026-01-31T09:30:00+19:00"),
                                    List.of("2026-01-31T24:00:00Z", "2026-01-31T23:59:60Z", "2026-01-31T23:60Z"),
                                    List.of("+12026-01-31T09:30:00Z", "-2026-01-31T09:30:00Z", "0000-02-29T00:00Z"))
                            .flatMap(List::stream)
                            .map(text -> JSON.getNodeFactory().textNode(text)))
            .toList();

    private FieldValues() {}

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
