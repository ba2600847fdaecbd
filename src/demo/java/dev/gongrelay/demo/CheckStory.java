package dev.gongrelay.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gongrelay.lambda.PackagedFunction;
import dev.gongrelay.lambda.Reply;

/** Shows what the function's checks say of the deployment and of the recording, before anything happens. */
final class CheckStory {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Terminal terminal;
    private final PackagedFunction function;

    CheckStory(Terminal terminal, PackagedFunction function) {
        this.terminal = terminal;
        this.function = function;
    }

    /** @param address of the recording */
    void show(String address) {
        for (JsonNode line : ask("true").path("checks")) {
            String mark = line.path("ok").booleanValue() ? terminal.good("ok") : terminal.bad("PROBLEM");
            terminal.line("  " + mark + "  " + line.path("check").asText() + ": "
                    + line.path("text").asText());
        }
        JsonNode preview = ask("\"" + address + "\"");
        terminal.line("");
        terminal.field("Would be", preview.path("wouldBe").asText());
        if (preview.has("reason")) {
            terminal.field("Because", preview.path("reason").asText());
        }
        preview.path("layers")
                .fields()
                .forEachRemaining(field -> terminal.line("  " + field.getKey() + " comes from "
                        + field.getValue().asText()));
        preview.path("warnings").forEach(warning -> terminal.field("Warning", warning.asText()));
    }

    private JsonNode ask(String about) {
        Reply reply = function.invoke("{\"check\":" + about + "}");
        if (reply.failed()) {
            throw new IllegalStateException("the check failed: " + reply.text());
        }
        try {
            return JSON.readTree(reply.body());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the check's answer is not JSON", e);
        }
    }
}
