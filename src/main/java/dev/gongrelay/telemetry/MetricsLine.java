package dev.gongrelay.telemetry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A line in CloudWatch's embedded metric format (Amazon CloudWatch, "Specification: Embedded metric format", 2025). */
final class MetricsLine {
    private final ObjectNode line = JsonNodeFactory.instance.objectNode();
    private final ArrayNode directives;
    private ArrayNode metrics;

    /** Begins a line, and metrics that have one dimension. */
    MetricsLine(long timestampMillis, String dimension, String value) {
        directives = line.putObject("_aws").put("Timestamp", timestampMillis).putArray("CloudWatchMetrics");
        line.put(dimension, value);
        metrics = metrics(dimension);
    }

    /** Adds a field that is no metric. */
    void field(String name, Object value) {
        line.put(name, value.toString());
    }

    /** Begins metrics with other dimensions, each the name of a field. */
    void dimensions(String... names) {
        metrics = metrics(names);
    }

    private ArrayNode metrics(String... dimensions) {
        ObjectNode directive = directives.addObject().put("Namespace", "GongRelay");
        ArrayNode names = directive.putArray("Dimensions").addArray();
        for (String dimension : dimensions) {
            names.add(dimension);
        }
        return directive.putArray("Metrics");
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
