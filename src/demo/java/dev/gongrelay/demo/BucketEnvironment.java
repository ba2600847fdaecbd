package dev.gongrelay.demo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The environment for a bucket of the user's own: what is missing in it, and what of it the function gets. Uses only the
 * JDK, because the build runs it before it compiles.
 *
 * @param variables the variables
 * @param real whether recordings go to the real Gong
 */
record BucketEnvironment(Map<String, String> variables, boolean real) {
    private static final List<String> CREDENTIALS = List.of("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY");
    /** The prefix of the access keys of roles and sessions (AWS, "IAM identifiers", 2026). */
    private static final String TEMPORARY = "ASIA";

    private static final List<String> GONG =
            List.of("RELAY_GONG_BASE_URL", "RELAY_GONG_ACCESS_KEY", "RELAY_GONG_ACCESS_KEY_SECRET");

    /** Prefixes of the variables that the function gets, and of those among them that it doesn't get. */
    private static final List<String> KEPT = List.of("AWS_", "RELAY_", "QUARKUS_");

    private static final List<String> LEFT_OUT = List.of("AWS_LAMBDA_", "AWS_PROFILE", "RELAY_DELIVERY_");

    /** What is missing, in a sentence each. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (region().isEmpty()) {
            problems.add("The environment has no region: set AWS_REGION to the bucket's");
        }
        if (!CREDENTIALS.stream().allMatch(this::has)) {
            problems.add("The environment has no AWS credentials. To take those of the AWS CLI:\n"
                    + "eval \"$(aws configure export-credentials --format env)\"");
        }
        if (variables.getOrDefault(CREDENTIALS.get(0), "").startsWith(TEMPORARY) && !has("AWS_SESSION_TOKEN")) {
            problems.add("AWS_ACCESS_KEY_ID is temporary, so AWS_SESSION_TOKEN is needed, too");
        }
        if (real && !GONG.stream().allMatch(this::has)) {
            problems.add("The real Gong needs these in the environment: " + String.join(", ", GONG));
        }
        return problems;
    }

    /** The region; empty if there is none. */
    String region() {
        return Stream.of("AWS_REGION", "AWS_DEFAULT_REGION")
                .map(name -> variables.getOrDefault(name, ""))
                .filter(value -> !value.isEmpty())
                .findFirst()
                .orElse("");
    }

    /** The receipts bucket that is written to; empty without one, and always with a simulator. */
    String receipts() {
        return real ? variables.getOrDefault("RELAY_RECEIPTS_BUCKET", "") : "";
    }

    /**
     * The variables of the function. It gets no queue. With a simulator, it gets no receipts bucket either: the receipt of
     * a recording that only a simulator has would keep the recording from Gong forever.
     *
     * @param simulator the settings of the simulator; empty without one
     */
    Map<String, String> ofFunction(Map<String, String> simulator) {
        Map<String, String> function = new HashMap<>(variables);
        function.keySet().removeIf(name -> KEPT.stream().noneMatch(name::startsWith));
        function.keySet().removeIf(name -> LEFT_OUT.stream().anyMatch(name::startsWith));
        function.put("AWS_REGION", region());
        if (!real) {
            function.keySet().removeIf(name -> name.startsWith("RELAY_GONG_") || name.startsWith("RELAY_RECEIPTS_"));
            function.putAll(simulator);
        }
        return function;
    }

    private boolean has(String name) {
        return !variables.getOrDefault(name, "").isEmpty();
    }
}
