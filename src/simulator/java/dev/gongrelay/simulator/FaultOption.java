package dev.gongrelay.simulator;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The faults that people can ask for, on the command line and on the page. */
enum FaultOption {
    /** {@code 429:3}: the next 3 requests are answered 429. */
    FAIL("fail") {
        @Override
        void apply(String text, @Nullable Endpoint endpoint, ScriptedFaults faults) {
            Matcher form = FAILURE.matcher(text.strip());
            if (!form.matches()) {
                throw new IllegalArgumentException(
                        "\"" + text
                                + "\" is not a status from 400 to 599, or not followed by a number of times: write it as 429:3");
            }
            int status = Integer.parseInt(form.group(1));
            Fault answer = Fault.answer(status);
            faults.add(endpoint, times(form.group(2)), status == 429 ? answer.header("Retry-After", "1") : answer);
        }
    },
    /** {@code 1MB/s}: every upload is read at this rate. */
    SLOW("slow") {
        @Override
        void apply(String text, @Nullable Endpoint endpoint, ScriptedFaults faults) {
            String rate = text.strip();
            long bytes = rate.endsWith("/s") ? ByteSize.parse(rate.substring(0, rate.length() - 2)) : 0;
            if (bytes < 1) {
                throw new IllegalArgumentException("\"" + text + "\" is not a rate: write it as 1MB/s");
            }
            faults.always(Fault.readSlowly(bytes));
        }
    },
    /** {@code 20MB:2}: the connections of the next 2 uploads are reset after 20 MB. */
    DROP_AFTER("drop-after") {
        @Override
        void apply(String text, @Nullable Endpoint endpoint, ScriptedFaults faults) {
            String[] parts = text.strip().split(":", 2);
            long bytes = ByteSize.parse(parts[0]);
            faults.add(Endpoint.ADD_MEDIA, times(parts.length == 1 ? null : parts[1]), Fault.resetAfter(bytes));
        }
    };

    private static final Pattern FAILURE = Pattern.compile("([45]\\d\\d)(?::(\\d{1,4}))?");
    private static final int MOST_TIMES = 9999;

    private final String option;

    FaultOption(String option) {
        this.option = option;
    }

    /** The one with this name, such as {@code drop-after}. */
    static Optional<FaultOption> of(String option) {
        return Arrays.stream(values())
                .filter(candidate -> candidate.option.equals(option))
                .findFirst();
    }

    /**
     * Adds the faults that a text describes.
     *
     * @param endpoint which requests fail; null for any; only uploads can be slow or dropped
     * @throws IllegalArgumentException if the text has another form
     */
    abstract void apply(String text, @Nullable Endpoint endpoint, ScriptedFaults faults);

    private static int times(@Nullable String text) {
        if (text == null) {
            return 1;
        }
        if (!text.matches("\\d{1,4}") || Integer.parseInt(text) == 0) {
            throw new IllegalArgumentException("\"" + text + "\" is not a number of times from 1 to " + MOST_TIMES);
        }
        return Integer.parseInt(text);
    }
}
