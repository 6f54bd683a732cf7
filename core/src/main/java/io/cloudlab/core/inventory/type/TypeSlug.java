package io.cloudlab.core.inventory.type;

import io.cloudlab.core.shared.InvalidInput;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/** Names a type of objects; part of addresses and of permissions, so some words cannot be one. */
public record TypeSlug(String value) implements Comparable<TypeSlug> {
    /** What slugs and the names of actions look like. */
    static final Pattern SHAPE = Pattern.compile("[a-z][a-z0-9_-]{0,49}");

    private static final Set<String> RESERVED = Set.of("types", "tags", "ws", "actions", "sync", "acl");

    public TypeSlug {
        if (!SHAPE.matcher(value).matches()) {
            throw new InvalidInput(
                    "slug",
                    "must start with a small letter and hold at most 50 small letters, digits, dashes and underscores");
        }
        if (RESERVED.contains(value)) throw new InvalidInput("slug", "is a word the system uses itself");
    }

    /** A number for those who need one: equal for equal slugs. */
    public int number() {
        CRC32 checksum = new CRC32();
        checksum.update(value.getBytes(StandardCharsets.US_ASCII));
        return (int) (checksum.getValue() >>> 1);
    }

    @Override
    public int compareTo(TypeSlug other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
