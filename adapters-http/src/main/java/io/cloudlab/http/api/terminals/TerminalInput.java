package io.cloudlab.http.api.terminals;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudlab.core.terminal.shell.WindowSize;
import io.cloudlab.http.error.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Reads the frames of one client of a terminal's WebSocket. Unknown and malformed frames are ignored. A character that two
 * frames share, as its two UTF-16 surrogates, stays whole. Not thread-safe: frames come one after the other.
 */
final class TerminalInput {
    private final Consumer<byte[]> typed;
    private final Consumer<WindowSize> resized;
    private String half = "";

    TerminalInput(Consumer<byte[]> typed, Consumer<WindowSize> resized) {
        this.typed = typed;
        this.resized = resized;
    }

    void take(byte[] message) {
        JsonNode json;
        try {
            json = Json.MAPPER.readTree(message);
        } catch (IOException e) {
            return;
        }
        JsonNode data = json.path("data");
        switch (json.path("type").asText()) {
            case "input" -> {
                if (data.isTextual()) type(half + data.textValue());
            }
            case "resize" -> {
                JsonNode cols = json.path("cols");
                JsonNode rows = json.path("rows");
                if (cols.isIntegralNumber() && rows.isIntegralNumber())
                    resized.accept(new WindowSize(within(cols), within(rows)));
            }
            default -> {
                // there may be kinds that later versions know
            }
        }
    }

    private void type(String text) {
        int end = text.length();
        if (end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) end--;
        half = text.substring(end);
        if (end > 0) typed.accept(text.substring(0, end).getBytes(StandardCharsets.UTF_8));
    }

    private static int within(JsonNode number) {
        long value = number.canConvertToLong()
                ? number.longValue()
                : number.bigIntegerValue().signum() * 10_000L;
        return (int) Math.max(1, Math.min(WindowSize.MAX, value));
    }
}
