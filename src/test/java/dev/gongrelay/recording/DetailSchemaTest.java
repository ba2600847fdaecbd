package dev.gongrelay.recording;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.regex.RegularExpression;
import dev.gongrelay.TestSettings;
import dev.gongrelay.failure.PermanentException;
import dev.gongrelay.settings.RelayConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The published schema of call details and the relay's own rules agree on every sidecar. */
class DetailSchemaTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final RelayConfig SETTINGS = TestSettings.with(Map.of());
    private static final Path SCHEMA_FILE = Path.of("docs/call-details.schema.json");
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(VersionFlag.V202012);
    private static final JsonNode SCHEMA = json(read(SCHEMA_FILE));
    private static final JsonSchema COMPILED = SCHEMAS.getSchema(
            SCHEMA,
            SchemaValidatorsConfig.builder()
                    .regularExpressionFactory(DetailSchemaTest::regularExpression)
                    .build());
    private static final Pattern JSON_BLOCK = Pattern.compile("```json\\R(.*?)```", Pattern.DOTALL);

    /** Gong, "Add New Call", 2025-11-17, and the relay's callId. */
    private static final List<String> CALL_FIELDS = List.of(
            "callId",
            "actualStart",
            "direction",
            "primaryUser",
            "parties",
            "clientUniqueId",
            "title",
            "purpose",
            "disposition",
            "scheduledStart",
            "scheduledEnd",
            "duration",
            "meetingUrl",
            "callProviderCode",
            "workspaceId",
            "languageCode",
            "customData",
            "context",
            "speakersTimeline",
            "flowContext",
            "downloadMediaUrl");

    private static final List<String> PARTY_FIELDS =
            List.of("userId", "name", "phoneNumber", "emailAddress", "mediaChannelId", "partyId", "context");

    @Test
    void is_a_schema() {
        JsonSchema ofSchemas = SCHEMAS.getSchema(SchemaLocation.of(SchemaId.V202012));

        assertThat(ofSchemas.validate(SCHEMA)).isEmpty();
    }

    @Test
    void names_every_field_that_Gong_documents() {
        List<String> names = new ArrayList<>(List.of("callId"));
        SCHEMA.at("/$defs/newCall/properties").fieldNames().forEachRemaining(names::add);

        assertThat(names).containsExactlyInAnyOrderElementsOf(CALL_FIELDS);
        assertThat(SCHEMA.at("/$defs/party/properties").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrderElementsOf(PARTY_FIELDS);
    }

    static List<String> callFields() {
        return CALL_FIELDS;
    }

    @ParameterizedTest
    @MethodSource("callFields")
    void agrees_with_the_relay_on_every_value_of_a_field(String field) {
        List<JsonNode> documents = FieldValues.ALL.stream()
                .map(value -> complete().set(field, value))
                .map(JsonNode.class::cast)
                .toList();

        assertThat(documents).filteredOn(DetailSchemaTest::verdictsDiffer).isEmpty();
        assertThat(documents).anyMatch(DetailSchemaTest::schemaAccepts);
        assertThat(documents).anyMatch(document -> !schemaAccepts(document));
    }

    static List<String> partyFields() {
        return PARTY_FIELDS;
    }

    @ParameterizedTest
    @MethodSource("partyFields")
    void agrees_with_the_relay_on_every_value_of_a_partys_field(String field) {
        List<JsonNode> documents = FieldValues.ALL.stream()
                .map(value -> {
                    ObjectNode document = complete();
                    document.withArray("parties").addObject().set(field, value);
                    return (JsonNode) document;
                })
                .toList();

        assertThat(documents).filteredOn(DetailSchemaTest::verdictsDiffer).isEmpty();
        assertThat(documents).anyMatch(DetailSchemaTest::schemaAccepts);
        assertThat(documents).anyMatch(document -> !schemaAccepts(document));
    }

    @ParameterizedTest
    @CsvSource({
        "/context/0, system",
        "/context/0, objects",
        "/context/0/objects/0, objectType",
        "/context/0/objects/0, objectId",
        "/context/0/objects/0, fields",
        "/context/0/objects/0/fields/0, name",
        "/parties/0/context/0, system",
        "/parties/0/context/0, objects",
        "/parties/0/context/0/objects/0, objectType",
        "/parties/0/context/0/objects/0, objectId",
        "/parties/0/context/0/objects/0, fields",
        "/parties/0/context/0/objects/0/fields/0, name",
        "/speakersTimeline, precise",
        "/speakersTimeline, speechSegments",
        "/speakersTimeline/speechSegments/0, fromTime",
        "/speakersTimeline/speechSegments/0, toTime",
        "/speakersTimeline/speechSegments/0, partyIds",
        "/flowContext, taskId"
    })
    void agrees_with_the_relay_on_every_value_of_a_nested_field_and_without_it(String object, String field) {
        ObjectNode without = nested();
        at(without, object).remove(field);
        List<JsonNode> documents = new ArrayList<>(List.of(nested(), without));
        for (JsonNode value : FieldValues.ALL) {
            ObjectNode document = nested();
            at(document, object).set(field, value);
            documents.add(document);
        }

        assertThat(documents).filteredOn(DetailSchemaTest::verdictsDiffer).isEmpty();
        assertThat(documents).anyMatch(DetailSchemaTest::schemaAccepts);
        assertThat(documents).anyMatch(document -> !schemaAccepts(document));
    }

    @Test
    void agrees_with_the_relay_that_the_value_of_an_objects_field_may_be_anything() {
        assertThat(FieldValues.ALL).allSatisfy(value -> {
            ObjectNode document = nested();
            at(document, "/context/0/objects/0/fields/0").set("value", value);

            assertThat(schemaAccepts(document)).isTrue();
            assertThat(relayAccepts(document)).isTrue();
        });
    }

    @ParameterizedTest
    @MethodSource("callFields")
    void agrees_with_the_relay_on_a_missing_field(String field) {
        ObjectNode document = complete();

        document.remove(field);

        assertThat(verdictsDiffer(document))
                .as("verdicts on %s differ", document)
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1900", "2000", "2023", "2024", "2100", "2400"})
    void agrees_with_the_relay_on_which_days_exist(String year) {
        List<JsonNode> documents = new ArrayList<>();
        for (int month = 0; month <= 13; month++) {
            for (int day = 0; day <= 32; day++) {
                documents.add(complete().put("actualStart", String.format("%s-%02d-%02dT12:00:00Z", year, month, day)));
            }
        }

        assertThat(documents).filteredOn(DetailSchemaTest::verdictsDiffer).isEmpty();
        assertThat(documents.stream().filter(DetailSchemaTest::schemaAccepts)).hasSizeBetween(365, 366);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", "7", "\"text\"", "{}", "[{\"callId\":\"1\"}]"})
    void agrees_with_the_relay_on_documents_of_another_kind(String document) {
        assertThat(verdictsDiffer(json(document))).isFalse();
    }

    static LongStream seeds() {
        return LongStream.range(0, 500);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void agrees_with_the_relay_on_any_mixture(long seed) {
        Random random = new Random(seed);
        ObjectNode document = complete();
        for (int change = random.nextInt(5); change >= 0; change--) {
            change(document, random);
        }

        assertThat(verdictsDiffer(document))
                .as("verdicts on %s differ", document)
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/call-details.md", "docs/first-call.md", "docs/producers.md"})
    void accepts_every_example_in_the_documentation(String page) {
        List<JsonNode> examples = JSON_BLOCK
                .matcher(read(Path.of(page)))
                .results()
                .map(block -> json(block.group(1)))
                .toList();

        assertThat(examples).isNotEmpty().allSatisfy(example -> {
            assertThat(COMPILED.validate(example)).isEmpty();
            assertThat(verdictsDiffer(example)).isFalse();
        });
    }

    @Test
    void accepts_its_own_examples() {
        assertThat(SCHEMA.path("examples")).isNotEmpty().allSatisfy(example -> {
            assertThat(COMPILED.validate(example)).isEmpty();
            assertThat(verdictsDiffer(example)).isFalse();
        });
    }

    private static void change(ObjectNode document, Random random) {
        JsonNode value = FieldValues.ALL.get(random.nextInt(FieldValues.ALL.size()));
        String field = CALL_FIELDS.get(random.nextInt(CALL_FIELDS.size()));
        if (random.nextInt(4) == 0) {
            document.remove(field);
        } else if (random.nextBoolean() && document.get("parties") instanceof ArrayNode parties) {
            parties.addObject().set(PARTY_FIELDS.get(random.nextInt(PARTY_FIELDS.size())), value);
        } else {
            document.set(field, value.deepCopy());
        }
    }

    private static boolean verdictsDiffer(JsonNode document) {
        return relayAccepts(document) != schemaAccepts(document);
    }

    private static boolean schemaAccepts(JsonNode document) {
        return COMPILED.validate(document).isEmpty();
    }

    private static boolean relayAccepts(JsonNode document) {
        try {
            OneSidecar.read(document.toString().getBytes(UTF_8), "call.wav", SETTINGS);
            return true;
        } catch (PermanentException e) {
            return false;
        }
    }

    /** As in ECMA-262, whose expressions JSON Schema uses: unlike in Java, the end is not before a last line break. */
    private static RegularExpression regularExpression(String expression) {
        Pattern pattern = Pattern.compile(expression.replaceFirst("\\$$", "\\\\z"));
        return value -> pattern.matcher(value).find();
    }

    /** A document with every required field. */
    private static ObjectNode complete() {
        return (ObjectNode) SCHEMA.at("/examples/0").deepCopy();
    }

    /** A document with every kind of object that a call has. */
    private static ObjectNode nested() {
        ObjectNode document = complete();
        String context = "[{\"system\":\"Salesforce\",\"objects\":[{\"objectType\":\"Account\",\"objectId\":\"1\","
                + "\"fields\":[{\"name\":\"Stage\",\"value\":1}]}]}]";
        document.set("context", json(context));
        document.set("flowContext", json("{\"taskId\":\"1\"}"));
        document.set(
                "speakersTimeline",
                json("{\"precise\":true,\"speechSegments\":[{\"fromTime\":0,\"toTime\":1,\"partyIds\":[\"a\"]}]}"));
        at(document, "/parties/0").put("partyId", "a").set("context", json(context));
        return document;
    }

    private static ObjectNode at(JsonNode document, String pointer) {
        return (ObjectNode) document.at(pointer);
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
