package dev.gongrelay.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Collectors;

/** The CSV of an audit, with a line for each recording, made from a check's short answer. */
public final class AuditCsv {
    private static final List<String> COLUMNS =
            List.of("recording", "wouldBe", "code", "bytes", "seconds", "primaryUser", "warnings", "reason");

    /** The first line. */
    public static final String HEADER = String.join(",", COLUMNS) + "\r\n";

    /** What a formula in a spreadsheet begins with (OWASP, "CSV injection"). */
    private static final String FORMULAS = "=+-@\t\r";

    private AuditCsv() {}

    /** The line of a recording. */
    public static String line(JsonNode answer) {
        return COLUMNS.stream().map(column -> cell(answer.path(column))).collect(Collectors.joining(",")) + "\r\n";
    }

    private static String cell(JsonNode value) {
        String text = value.asText("");
        boolean formula = value.isTextual() && !text.isEmpty() && FORMULAS.indexOf(text.charAt(0)) >= 0;
        return "\"" + (formula ? "'" : "") + text.replace("\"", "\"\"") + "\"";
    }
}
