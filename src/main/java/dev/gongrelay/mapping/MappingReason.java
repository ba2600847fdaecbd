package dev.gongrelay.mapping;

import com.dashjoin.jsonata.JException;
import java.util.Map;

/** Says why a mapping fails. Unlike the library's own messages, it never quotes the input. */
final class MappingReason {
    private static final String VALUE = "…";
    private static final Map<String, String> OWN = Map.of(
            "D3137", "the mapping calls $error",
            "D3141", "an $assert of the mapping does not hold",
            "S0207", "the expression is not complete",
            "T1006", "something is called that is not a function",
            "T2009", "two values of different types are compared");

    private MappingReason() {}

    /** @param field the field that was being made; empty if unknown */
    static String of(JException failure, String text, String field) {
        String where = field.isEmpty() ? "" : "in the field " + field;
        String position = failure.getLocation() <= 0 ? "" : TextPosition.of(text, failure.getLocation());
        String place = where + (where.isEmpty() || position.isEmpty() ? "" : ", ") + position;
        return place + (place.isEmpty() ? "" : ": ") + reason(failure);
    }

    private static String reason(JException failure) {
        String code = String.valueOf(failure.getError());
        if (failure instanceof RefusalException) {
            return code;
        }
        return switch (code) {
            case "S0202", "S0203" -> "expected " + failure.getCurrent();
            case "T0410" ->
                failure.getCurrent() == null
                        ? "an argument has the wrong type"
                        : "argument " + failure.getCurrent() + " of $" + failure.getExpected() + " has the wrong type";
            case "T2001", "T2002" ->
                "the " + (code.equals("T2001") ? "left" : "right") + " side of " + failure.getCurrent()
                        + " is not a number";
            default -> OWN.getOrDefault(code, known(code));
        };
    }

    private static String known(String code) {
        String message = JException.msg(code, -1, VALUE, VALUE);
        return message.startsWith("JSONataException")
                ? "it is not possible"
                : Character.toLowerCase(message.charAt(0)) + message.substring(1);
    }
}
