package io.cloudlab.http.api.people;

import io.cloudlab.core.audit.AuditEntry;
import io.cloudlab.http.error.Json;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The audit log as CSV (RFC 4180). What a spreadsheet would take for a formula gets an apostrophe in front, so that a
 * name users chose for themselves cannot run code at the readers of the log.
 */
final class AuditCsv {
    static final byte[] HEADER =
            line("id", "created_at", "user_id", "username", "action", "resource", "ip_address", "details");

    private AuditCsv() {}

    static byte[] row(AuditEntry entry) {
        return line(
                String.valueOf(entry.id()),
                Json.time(entry.createdAt()),
                entry.userId() == null ? null : String.valueOf(entry.userId()),
                entry.username(),
                entry.action(),
                entry.resource(),
                entry.ipAddress(),
                entry.details().isEmpty() ? null : Json.text(entry.details()));
    }

    private static byte[] line(@Nullable String... values) {
        StringBuilder line = new StringBuilder(128);
        for (int i = 0; i < values.length; i++) {
            if (i > 0) line.append(',');
            if (values[i] != null) append(line, values[i]);
        }
        return line.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void append(StringBuilder line, String value) {
        String harmless = looksLikeFormula(value) ? "'" + value : value;
        boolean plain = harmless.chars().noneMatch(each -> each == ',' || each == '"' || each == '\r' || each == '\n');
        if (plain) line.append(harmless);
        else line.append('"').append(harmless.replace("\"", "\"\"")).append('"');
    }

    private static boolean looksLikeFormula(String value) {
        String shown = value.stripLeading(); // spreadsheets trim
        return !shown.isEmpty() && "=+-@".indexOf(shown.charAt(0)) >= 0;
    }
}
