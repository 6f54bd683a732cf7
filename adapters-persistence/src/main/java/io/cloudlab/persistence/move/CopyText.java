package io.cloudlab.persistence.move;

import io.cloudlab.persistence.move.MovedTable.Column;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row as one line of the text format of PostgreSQL's {@code COPY}
 * (https://www.postgresql.org/docs/15/sql-copy.html), the same from either database. For one thread.
 */
final class CopyText {
    private static final HexFormat HEX = HexFormat.of();

    private final List<Column> columns;
    private final Line line = new Line();

    /** Shows its bytes without a copy. */
    private static final class Line extends ByteArrayOutputStream {
        byte[] bytes() {
            return buf;
        }
    }

    CopyText(MovedTable table) {
        this.columns = table.columns();
    }

    /** Reads the row the result is at; valid until the next call. */
    void read(ResultSet row) throws SQLException {
        line.reset();
        for (int each = 0; each < columns.size(); each++) {
            if (each > 0) line.write('\t');
            String value = value(row, each + 1, columns.get(each));
            line.writeBytes(value == null ? new byte[] {'\\', 'N'} : value.getBytes(StandardCharsets.UTF_8));
        }
        line.write('\n');
    }

    byte[] bytes() {
        return line.bytes();
    }

    int length() {
        return line.size();
    }

    private static @Nullable String value(ResultSet row, int at, Column column) throws SQLException {
        switch (column.kind()) {
            case NUMBER -> {
                long number = row.getLong(at);
                return row.wasNull() ? null : Long.toString(number);
            }
            case BOOLEAN -> {
                boolean truth = row.getBoolean(at);
                return row.wasNull() ? null : truth ? "t" : "f";
            }
            case TIME -> {
                OffsetDateTime time = row.getObject(at, OffsetDateTime.class);
                return time == null ? null : time.toInstant().toString();
            }
            case BYTES -> {
                byte[] bytes = row.getBytes(at);
                return bytes == null ? null : "\\\\x" + HEX.formatHex(bytes);
            }
            case TEXT -> {
                String text = row.getString(at);
                return text == null ? null : escaped(text);
            }
        }
        throw new IllegalStateException("a column of no kind");
    }

    private static String escaped(String text) {
        int at = 0;
        while (at < text.length() && !isSpecial(text.charAt(at))) at++;
        if (at == text.length()) return text;
        StringBuilder escaped = new StringBuilder(text.length() + 16).append(text, 0, at);
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            switch (c) {
                case '\\' -> escaped.append("\\\\");
                case '\t' -> escaped.append("\\t");
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }

    private static boolean isSpecial(char c) {
        return c == '\\' || c == '\t' || c == '\n' || c == '\r';
    }
}
