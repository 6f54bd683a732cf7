package io.cloudlab.persistence.move;

import io.cloudlab.persistence.database.Sha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/** How many rows a table has, and a checksum of them all that does not depend on their order. */
final class TableSum {
    private final MessageDigest digest = Sha256.digest();
    private long rows;
    private long high;
    private long low;

    void add(byte[] row, int length) {
        digest.update(row, 0, length);
        ByteBuffer hash = ByteBuffer.wrap(digest.digest());
        rows++;
        high += hash.getLong();
        low += hash.getLong();
    }

    long rows() {
        return rows;
    }

    String checksum() {
        return String.format("%016x%016x", high, low);
    }

    boolean equals(TableSum other) {
        return rows == other.rows && high == other.high && low == other.low;
    }
}
