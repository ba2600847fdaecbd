package dev.gongrelay.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/** The simulator's page for people, as HTML: the calls received and, where their media is kept, players for it. */
final class CallsPage {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String STYLE = """
            :root { color-scheme: light dark; --line: color-mix(in srgb, currentColor 18%, transparent);
              --quiet: color-mix(in srgb, currentColor 62%, transparent); }
            body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; }
            h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin: 0; overflow-wrap: anywhere; }
            p.quiet, dt, th { color: var(--quiet); } article { border: 1px solid var(--line); border-radius: .6rem;
              padding: 1rem 1.2rem; margin: 1rem 0; }
            dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; margin: .7rem 0; }
            dd { margin: 0; overflow-wrap: anywhere; } audio { width: 100%; margin: .4rem 0; }
            code, pre { font: 13px/1.5 ui-monospace, monospace; } pre { overflow-x: auto; }
            table { border-collapse: collapse; width: 100%; } th { text-align: left; font-weight: normal; }
            th, td { padding: .2rem .8rem .2rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
            td.wide { overflow-wrap: anywhere; } details { margin-top: .7rem; } .good { color: #1a8f4c; } .bad { color: #c4462f; }
            """;

    private final Ledger ledger;

    CallsPage(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Renders the page. */
    String render() {
        List<GongCall> calls = ledger.calls();
        StringBuilder page = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
                .append("<meta name=\"viewport\" content=\"width=device-width\"><title>Gong simulator</title><style>")
                .append(STYLE)
                .append("</style></head><body><h1>Gong simulator</h1><p class=\"quiet\">")
                .append(calls.size() == 1 ? "1 call" : calls.size() + " calls")
                .append(" received. Reload for news.</p>\n");
        for (int i = calls.size() - 1; i >= 0; i--) {
            call(page, calls.get(i));
        }
        return page.append("</body></html>\n").toString();
    }

    private void call(StringBuilder page, GongCall call) {
        JsonNode details = call.details();
        String title =
                details.path("title").asText(details.path("clientUniqueId").asText());
        page.append("<article><h2>").append(escape(title)).append("</h2><dl>");
        row(page, "Call", call.callId());
        row(page, "Unique id", details.path("clientUniqueId").asText());
        row(page, "Started", details.path("actualStart").asText());
        row(page, "Direction", details.path("direction").asText());
        row(page, "Primary user", details.path("primaryUser").asText());
        details.path("parties").forEach(party -> row(page, "Party", describe(party)));
        row(
                page,
                "Registered",
                call.registered().truncatedTo(ChronoUnit.SECONDS).toString());
        page.append("</dl>");
        List<GongUpload> uploads = ledger.uploads(call.callId());
        if (uploads.stream().anyMatch(upload -> upload.media() != null)) {
            page.append("<audio controls preload=\"metadata\" src=\"/media/")
                    .append(escape(call.callId()))
                    .append("\"></audio>");
        }
        uploadTable(page, uploads);
        page.append("<details><summary>All details</summary><pre>")
                .append(escape(pretty(details)))
                .append("</pre></details></article>\n");
    }

    private static String describe(JsonNode party) {
        StringBuilder text = new StringBuilder();
        for (String field : List.of("name", "userId", "emailAddress", "phoneNumber")) {
            if (party.hasNonNull(field)) {
                text.append(text.isEmpty() ? "" : ", ").append(party.path(field).asText());
            }
        }
        if (party.hasNonNull("mediaChannelId")) {
            text.append(text.isEmpty() ? "" : ", ")
                    .append("channel ")
                    .append(party.path("mediaChannelId").asText());
        }
        return text.toString();
    }

    private static void uploadTable(StringBuilder page, List<GongUpload> uploads) {
        if (uploads.isEmpty()) {
            page.append("<p class=\"quiet\">No media yet.</p>");
            return;
        }
        page.append("<table><tr><th>Upload</th><th>Media</th><th>Took</th><th>SHA-256</th></tr>");
        for (GongUpload upload : uploads) {
            double seconds = upload.took().toMillis() / 1000.0;
            page.append("<tr><td class=\"wide ")
                    .append(upload.accepted() ? "good" : "bad")
                    .append("\">")
                    .append(escape(upload.outcome()))
                    .append("</td><td>")
                    .append(escape(ByteSize.format(upload.bytes())))
                    .append("</td><td>")
                    .append(String.format(Locale.ROOT, "%.1f s, ", seconds))
                    .append(escape(ByteSize.format(upload.bytes() / Math.max(seconds, 0.001))))
                    .append("/s</td><td class=\"wide\"><code>")
                    .append(escape(String.valueOf(upload.sha256() == null ? "" : upload.sha256())))
                    .append("</code></td></tr>");
        }
        page.append("</table>");
    }

    private static void row(StringBuilder page, String name, String value) {
        if (!value.isEmpty()) {
            page.append("<dt>")
                    .append(escape(name))
                    .append("</dt><dd>")
                    .append(escape(value))
                    .append("</dd>");
        }
    }

    private static String pretty(JsonNode details) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(details);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
