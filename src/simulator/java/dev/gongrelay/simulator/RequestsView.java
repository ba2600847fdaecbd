package dev.gongrelay.simulator;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The log of requests as the page shows it, newest first. */
final class RequestsView {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Ledger ledger;

    RequestsView(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * Lists requests.
     *
     * @param which {@code all}, {@code refused}, or a status
     */
    ObjectNode list(String search, String which, int from, int count) {
        List<RequestEntry> entries = ledger.requests();
        Map<String, Integer> statuses = new TreeMap<>();
        List<RequestEntry> matching = new ArrayList<>();
        String wanted = search.strip().toLowerCase(Locale.ROOT);
        for (int i = entries.size() - 1; i >= 0; i--) {
            RequestEntry entry = entries.get(i);
            String status = String.valueOf(entry.status());
            statuses.merge(status, 1, Integer::sum);
            boolean isOne = which.equals("all")
                    || which.isEmpty()
                    || (which.equals("refused") ? entry.isRefused() : which.equals(status));
            if (isOne && (wanted.isEmpty() || text(entry.snapshot()).contains(wanted))) {
                matching.add(entry);
            }
        }
        ObjectNode answer = JSON.createObjectNode()
                .put("total", entries.size())
                .put("matching", matching.size())
                .put("forgotten", ledger.requestTotals().requests() - entries.size());
        ObjectNode counts = answer.putObject("statuses");
        statuses.forEach(counts::put);
        ArrayNode rows = answer.putArray("rows");
        matching.stream().skip(from).limit(count).forEach(entry -> rows.add(row(entry)));
        return answer;
    }

    /** The requests about this call, oldest first. */
    static ArrayNode about(List<RequestEntry> entries) {
        ArrayNode rows = JSON.createArrayNode();
        entries.forEach(entry -> rows.add(row(entry)));
        return rows;
    }

    private static String text(GongRequest request) {
        return (request.method() + " " + request.path() + " " + request.status() + " " + request.words() + " "
                        + request.callId() + " " + request.requestId())
                .toLowerCase(Locale.ROOT);
    }

    private static ObjectNode row(RequestEntry entry) {
        GongRequest request = entry.snapshot();
        return JSON.createObjectNode()
                .put("number", request.number())
                .put("at", request.at().toString())
                .put("took", request.took().toMillis())
                .put("ended", request.ended() != null)
                .put("method", request.method())
                .put("path", request.path())
                .put("callId", request.callId())
                .put("status", request.status())
                .put("refused", entry.isRefused())
                .put("words", request.words())
                .put("bytes", request.received())
                .put("requestId", request.requestId());
    }
}
