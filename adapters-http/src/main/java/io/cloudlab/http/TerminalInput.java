package io.cloudlab.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudlab.core.terminal.TerminalView;
import io.cloudlab.core.terminal.WindowSize;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Reads what a client of a terminal's WebSocket sends. What makes no sense is ignored. */
final class TerminalInput {
    private TerminalInput() {}

    static void take(byte[] message, TerminalView view) {
        JsonNode json;
        try {
            json = Json.MAPPER.readTree(message);
        } catch (IOException notJson) {
            return;
        }
        JsonNode data = json.path("data");
        switch (json.path("type").asText()) {
            case "input" -> {
                if (data.isTextual()) view.type(data.textValue().getBytes(StandardCharsets.UTF_8));
            }
            case "resize" -> {
                JsonNode cols = json.path("cols");
                JsonNode rows = json.path("rows");
                if (cols.isIntegralNumber() && rows.isIntegralNumber())
                    view.resize(new WindowSize(within(cols), within(rows)));
            }
            default -> {
                // there may be kinds that later versions know
            }
        }
    }

    private static int within(JsonNode number) {
        long value = number.canConvertToLong()
                ? number.longValue()
                : number.bigIntegerValue().signum() * 10_000L;
        return (int) Math.max(1, Math.min(WindowSize.MOST, value));
    }
}
