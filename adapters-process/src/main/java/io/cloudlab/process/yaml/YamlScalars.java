package io.cloudlab.process.yaml;

import java.math.BigInteger;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Gives scalars their types by YAML 1.2's core schema, kept to what JSON can carry. No tag ever makes an object. */
final class YamlScalars {
    private static final ScalarResolver CORE = new CoreSchema().getScalarResolver();
    private static final String STANDARD = "tag:yaml.org,2002:";
    private static final Set<String> KNOWN =
            Set.of("null", "bool", "int", "float", "str", "binary", "timestamp", "seq", "map", "set", "omap", "pairs");

    /** Longer numbers stay text: they are identifiers, and converting them takes quadratic time. */
    private static final int MAX_NUMBER_LENGTH = 100;

    private YamlScalars() {}

    /** Local tags ({@code !vault}, {@code !unsafe}) are Ansible's and carry text. */
    static boolean isKnown(Optional<String> tag) {
        if (tag.isEmpty() || tag.get().startsWith("!")) return true;
        return tag.get().startsWith(STANDARD) && KNOWN.contains(tag.get().substring(STANDARD.length()));
    }

    static @Nullable Object plain(ScalarEvent event) {
        String text = event.getValue();
        if (text.length() > MAX_NUMBER_LENGTH) return text;
        Tag tag = event.getTag()
                .filter(name -> !name.equals("!"))
                .map(Tag::new)
                .orElseGet(() -> CORE.resolve(text, event.isPlain()));
        try {
            if (tag.equals(Tag.NULL)) return null;
            if (tag.equals(Tag.BOOL)) return Boolean.valueOf(text);
            if (tag.equals(Tag.INT)) return integer(text);
            if (tag.equals(Tag.FLOAT)) return finite(text);
            return text;
        } catch (NumberFormatException e) {
            return text;
        }
    }

    private static Object integer(String text) {
        BigInteger value;
        if (text.startsWith("0x")) value = new BigInteger(text.substring(2), 16);
        else if (text.startsWith("0o")) value = new BigInteger(text.substring(2), 8);
        else value = new BigInteger(text);
        if (value.bitLength() < Long.SIZE) return value.longValue();
        return value;
    }

    /** JSON knows neither infinity nor NaN: they stay text. */
    private static Object finite(String text) {
        double value = Double.parseDouble(text);
        if (Double.isFinite(value)) return value;
        return text;
    }
}
