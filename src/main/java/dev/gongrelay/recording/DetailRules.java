package dev.gongrelay.recording;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.BiConsumer;

/** Checks a call's details by Gong's rules before Gong sees them. Fields without a rule pass. */
final class DetailRules {
    /** A call that seems to be older began at a time that was misread, such as 0 or seconds taken for milliseconds. */
    private static final String EARLIEST_YEAR = "2000";

    private final JsonNode call;
    private final DetailProblems problems;

    private DetailRules(JsonNode call, DetailProblems problems) {
        this.call = call;
        this.problems = problems;
    }

    /**
     * Notes what is missing, wrong or doubtful, in time proportional to the details' length.
     *
     * @param stereo whether the recording has two channels
     */
    static void check(JsonNode call, boolean stereo, DetailProblems problems) {
        DetailRules rules = new DetailRules(call, problems);
        rules.checkCall();
        rules.checkParties();
        new SpeakerRules(call, problems).check(stereo);
    }

    private void checkCall() {
        Place place = Place.DOCUMENT;
        GongFields.CALL.check(place, call, problems);
        if (call.has("downloadMediaUrl")) {
            problems.add(place.field("downloadMediaUrl"), "must not be given: Gong would fetch the media itself");
        }
        JsonNode start = call.path("actualStart");
        if (ValueRule.TIME.accepts(start) && start.textValue().compareTo(EARLIEST_YEAR) < 0) {
            problems.warn("actualStart is before the year 2000: check the unit and the format that it was made from");
        }
        JsonNode language = call.path("languageCode");
        if (language.isTextual() && !LanguageCodes.areDocumented(language.textValue())) {
            problems.warn("languageCode is not a code that Gong documents, such as en-US");
        }
        if (call.path("flowContext").isObject()) {
            GongFields.FLOW.check(place.field("flowContext"), call.path("flowContext"), problems);
        }
        checkContext(place.field("context"), call.path("context"), GongFields.CALL_OBJECT);
    }

    private void checkParties() {
        forEach(Place.DOCUMENT.field("parties"), call.path("parties"), problems, (place, party) -> {
            GongFields.PARTY.check(place, party, problems);
            checkAddress(place.field("emailAddress"), party.path("emailAddress"));
            checkContext(place.field("context"), party.path("context"), GongFields.PARTY_OBJECT);
        });
    }

    private void checkAddress(Place place, JsonNode address) {
        if (ValueRule.EMAIL_ADDRESS.accepts(address) && !EmailAddress.mayExist(address.textValue())) {
            problems.warn(place + " is in a top-level domain that does not exist: Gong may refuse the call");
        }
    }

    private void checkContext(Place place, JsonNode contexts, FieldTable objectFields) {
        forEach(place, contexts, problems, (contextPlace, context) -> {
            GongFields.CONTEXT.check(contextPlace, context, problems);
            forEach(contextPlace.field("objects"), context.path("objects"), problems, (objectPlace, object) -> {
                objectFields.check(objectPlace, object, problems);
                forEach(
                        objectPlace.field("fields"),
                        object.path("fields"),
                        problems,
                        (fieldPlace, field) -> GongFields.OBJECT_FIELD.check(fieldPlace, field, problems));
            });
        });
    }

    /** Checks each object in a list, and notes what is not an object. Does nothing if it is not a list. */
    static void forEach(Place place, JsonNode list, DetailProblems problems, BiConsumer<Place, JsonNode> check) {
        for (int i = 0; list.isArray() && i < list.size(); i++) {
            JsonNode element = list.get(i);
            problems.check(place.element(i), element, ValueRule.STRUCTURE);
            if (element.isObject()) {
                check.accept(place.element(i), element);
            }
        }
    }
}
