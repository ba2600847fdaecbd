package dev.gongrelay.telemetry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.Stream;

/** A line in CloudWatch's embedded metric format (Amazon CloudWatch, "Specification: Embedded metric format", 2025). */
final class MetricsLine {
    private final ObjectNode line = JsonNodeFactory.instance.objectNode();
    private final ArrayNode directives;
    private ArrayNode metrics = JsonNodeFactory.instance.arrayNode();

    MetricsLine(long timestampMillis) {
        directives = line.putObject("_aws").put("Timestamp", timestampMillis).putArray("CloudWatchMetrics");
    }

    /** Adds a field that is not a metric. */
    void field(String name, Object value) {
        line.put(name, value.toString());
    }

    /** Gives the metrics that follow these dimensions, each the name of a field. */
    void dimensions(String... names) {
        ObjectNode directive = directives.addObject().put("Namespace", "GongRelay");
        Stream.of(names).forEach(directive.putArray("Dimensions").addArray()::add);
        metrics = directive.putArray("Metrics");
    }

    /** Adds a count, 1 or 0. */
    void count(String name, boolean counts) {
        measure(name, "Count", counts ? 1 : 0);
    }

    /** @param unit as CloudWatch calls it */
    void measure(String name, String unit, long value) {
        metrics.addObject().put("Name", name).put("Unit", unit);
        line.put(name, value);
    }

    @Override
    public String toString() {
        return line.toString();
    }
}
