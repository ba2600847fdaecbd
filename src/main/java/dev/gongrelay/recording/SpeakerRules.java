package dev.gongrelay.recording;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;

/**
 * Checks how Gong learns who speaks: from each party's channel in a stereo recording, or from a timeline, which overrides
 * the channels (Gong, "Add New Call", 2026-07-05).
 */
final class SpeakerRules {
    private static final Place TIMELINE = Place.DOCUMENT.field("speakersTimeline");

    private final JsonNode timeline;
    private final DetailProblems problems;
    private final Set<String> partyIds = new HashSet<>();
    private final Set<String> channels = new HashSet<>();
    private boolean distinct = true;
    private int partiesWithChannel;

    SpeakerRules(JsonNode call, DetailProblems problems) {
        this.timeline = call.path("speakersTimeline");
        this.problems = problems;
        for (JsonNode party : call.path("parties")) {
            if (party.path("partyId").isTextual()) {
                distinct &= partyIds.add(party.path("partyId").textValue());
            }
            if (ValueRule.CHANNEL.accepts(party.path("mediaChannelId"))) {
                channels.add(party.path("mediaChannelId").asText());
                partiesWithChannel++;
            }
        }
    }

    void check(boolean stereo) {
        if (timeline.isObject()) {
            checkTimeline();
        } else if (stereo) {
            checkChannels();
        }
    }

    private void checkChannels() {
        if (channels.isEmpty()) {
            problems.warn(
                    "the recording is stereo but no party has a mediaChannelId: set it to 0 (left) or 1 (right) so that"
                            + " Gong can tell the speakers apart");
        } else if (channels.size() == 1 && partiesWithChannel > 1) {
            problems.warn(
                    "the recording is stereo but all parties have the same mediaChannelId: nobody speaks on the other"
                            + " channel");
        }
    }

    private void checkTimeline() {
        if (partiesWithChannel > 0) {
            problems.warn(
                    "speakersTimeline is given together with mediaChannelId: Gong uses the timeline, not the channels");
        }
        if (!distinct) {
            problems.warn("parties have the same partyId: by speakersTimeline, nobody can tell which of them speaks");
        }
        GongFields.TIMELINE.check(TIMELINE, timeline, problems);
        Place segments = TIMELINE.field("speechSegments");
        DetailRules.forEach(segments, timeline.path("speechSegments"), problems, (place, segment) -> {
            GongFields.SEGMENT.check(place, segment, problems);
            checkOrder(place, segment);
            checkPartyIds(place.field("partyIds"), segment.path("partyIds"));
        });
    }

    private void checkOrder(Place place, JsonNode segment) {
        JsonNode from = segment.path("fromTime");
        JsonNode to = segment.path("toTime");
        if (ValueRule.MILLISECONDS.accepts(from)
                && ValueRule.MILLISECONDS.accepts(to)
                && to.doubleValue() < from.doubleValue()) {
            problems.warn(place.field("toTime") + " is before its fromTime");
        }
    }

    private void checkPartyIds(Place place, JsonNode ids) {
        for (int i = 0; ids.isArray() && i < ids.size(); i++) {
            JsonNode id = ids.get(i);
            problems.check(place.element(i), id, ValueRule.ANY_TEXT);
            if (id.isTextual() && !partyIds.contains(id.textValue())) {
                problems.add(place.element(i), "is not the partyId of any party");
            }
        }
    }
}
