package io.cloudlab.persistence.items;

import io.cloudlab.core.inventory.type.TypeSlug;
import io.cloudlab.persistence.database.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The number under which a field of a type is indexed: short, and the same on every server without asking for it. */
final class ItemFields {
    private ItemFields() {}

    /** The first 64 bits of a SHA-256: a million fields would share a number once in 37 million installations. */
    static long key(TypeSlug type, String field) {
        byte[] name = (type.value() + "\n" + field).getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.wrap(Sha256.digest().digest(name)).getLong();
    }
}
