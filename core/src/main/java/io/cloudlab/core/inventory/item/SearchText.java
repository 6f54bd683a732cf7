package io.cloudlab.core.inventory.item;

import io.cloudlab.core.shared.Folded;
import io.cloudlab.core.shared.VisibleText;
import java.util.Map;

/** Text in the form in which it is searched: folded, and without characters no database keeps. */
final class SearchText {
    private SearchText() {}

    /** The text that a search for this looks for. */
    static String query(String text) {
        return Folded.of(text)
                .codePoints()
                .map(VisibleText::storable)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** @param value JSON-like; of maps and lists, everything in them, a line each */
    static String of(Object value) {
        StringBuilder text = new StringBuilder();
        append(text, value);
        return text.toString();
    }

    private static void append(StringBuilder text, Object value) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, inner) -> {
                append(text, key);
                if (inner != null) append(text, inner);
            });
        } else if (value instanceof Iterable<?> list) {
            for (Object inner : list) if (inner != null) append(text, inner);
        } else {
            Folded.of(value.toString()).codePoints().map(VisibleText::storable).forEach(text::appendCodePoint);
            text.append('\n');
        }
    }
}
