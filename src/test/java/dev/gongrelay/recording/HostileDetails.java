package dev.gongrelay.recording;

import java.util.Random;
import java.util.function.BiFunction;

/** Documents of any length that strain a checker's time and memory. */
enum HostileDetails {
    WRONG_PARTIES("\"parties\":[", "1", ",", "]"),
    EMPTY_PARTIES("\"parties\":[", "{}", ",", "]"),
    PARTIES_WITH_EVERYTHING_WRONG(
            "\"parties\":[",
            "{\"userId\":1,\"name\":true,\"phoneNumber\":2,\"mediaChannelId\":\"0\",\"emailAddress\":\"a\",\"context\":{}}",
            ",",
            "]"),
    MISSPELT_FIELDS_OF_PARTIES("\"parties\":[", "{\"USERID\":1,\"user_id\":2,\"nmae\":3,\"Name\":4}", ",", "]"),
    CHANNELS("\"parties\":[", "{\"mediaChannelId\":0}", ",", "]"),
    DOUBTFUL_ADDRESSES("\"parties\":[", "{\"emailAddress\":\"a@b.local\"}", ",", "]"),
    CONTEXTS("\"context\":[", "{\"objects\":[{\"fields\":[{\"name\":1},2]},3]}", ",", "]"),
    SEGMENTS(
            "\"speakersTimeline\":{\"speechSegments\":[",
            "{\"fromTime\":-1,\"toTime\":1e9,\"partyIds\":[\"a\",7]}",
            ",",
            "]}"),
    PARTY_IDS_OF_NOBODY(
            "\"speakersTimeline\":{\"speechSegments\":[{\"partyIds\":[", (random, i) -> "\"" + i + "\"", ",", "]}]}"),
    MISSPELT_FIELDS("\"a\":0,", (random, i) -> "\"" + spaced("primaryuser", i) + "\":0", ",", ""),
    FIELDS("\"a\":0,", (random, i) -> "\"" + i + "\":0", ",", ""),
    NAMES_THAT_HASH_ALIKE("\"a\":0,", (random, i) -> "\"" + hashingAlike(i) + "\":0", ",", ""),
    LONG_NAME("\"", HostileDetails::character, "", "\":0"),
    EMPTY_OBJECTS("\"unknown\":[", "{}", ",", "]"),
    OBJECTS_OF_ONE("\"unknown\":[", "{\"\":0}", ",", "]"),
    NUMBERS("\"unknown\":[", "1e9", ",", "]"),
    LONG_NUMBER("\"duration\":0.", "123456789", "", "e-999999999"),
    LONG_CHANNEL("\"parties\":[{\"mediaChannelId\":", "1", "", "}]"),
    LONG_TITLE("\"title\":\"", HostileDetails::character, "", "\""),
    LONG_PURPOSE("\"purpose\":\"", " ", "", "\""),
    LONG_ID("\"primaryUser\":\"", "1", "", "\""),
    LONG_TIME("\"actualStart\":\"2026-01-31T09:30:00.", "0", "", "Z\""),
    LONG_LANGUAGE("\"languageCode\":\"", "en-", "", "\""),
    DOTTED_ADDRESS("\"parties\":[{\"emailAddress\":\"a@", ".", "", " \"}]"),
    LONG_ADDRESS("\"parties\":[{\"emailAddress\":\"", HostileDetails::character, "", "\"}]"),
    ESCAPES("\"title\":\"", "\\u00e9", "", "\""),
    DEEP_ARRAYS("\"a\":", "[", "", ""),
    DEEP_OBJECTS("\"a\":", "{\"a\":", "", ""),
    NOISE("", (random, i) -> String.valueOf((char) random.nextInt(128)), "", "");

    /** What Gong's texts consist of, and what separates it. */
    private static final String ALPHABET = "..@@  --++::__aA0123456789TZ/";

    private final String opening;
    private final BiFunction<Random, Integer, String> element;
    private final String separator;
    private final String closing;

    HostileDetails(String opening, String element, String separator, String closing) {
        this(opening, (random, i) -> element, separator, closing);
    }

    HostileDetails(String opening, BiFunction<Random, Integer, String> element, String separator, String closing) {
        this.opening = opening;
        this.element = element;
        this.separator = separator;
        this.closing = closing;
    }

    /** A document of little more than this many characters. */
    String document(int length, Random random) {
        StringBuilder document = new StringBuilder("{").append(opening);
        for (int i = 0; document.length() < length - 100; i++) {
            document.append(i == 0 ? "" : separator).append(element.apply(random, i));
        }
        return document.append(closing).append('}').toString();
    }

    private static String character(Random random, int position) {
        return String.valueOf(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }

    /** The name with separators between its letters, which differ with each number. */
    private static String spaced(String name, int number) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            text.append(name.charAt(i)).append("_".repeat((number >> (2 * i)) & 3));
        }
        return text.toString();
    }

    /** Texts with the same hash code, a different text for each number below 2^16. */
    private static String hashingAlike(int number) {
        StringBuilder text = new StringBuilder();
        for (int bit = 0; bit < 16; bit++) {
            text.append((number >> bit & 1) == 0 ? "Aa" : "BB");
        }
        return text.toString();
    }
}
