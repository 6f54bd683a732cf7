package io.cloudlab.core.inventory.item;

import io.cloudlab.core.inventory.type.FieldType;
import io.cloudlab.core.shared.Folded;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.OffsetDateTime;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A field's value as bytes that databases keep in an index: equal for equal values (text that is composed
 * otherwise, but reads the same, is equal), and in the order of the values when
 * compared as unsigned bytes, those that are missing last. Text is ordered without regard to case first; only the first
 * characters of long text decide its order.
 */
public final class FieldKey implements Comparable<FieldKey> {
    private static final FieldKey MISSING = new FieldKey(new byte[] {2});
    private static final int MAX_LENGTH = 256;
    private static final int KEPT_OF_LONG = 192;

    private final byte[] bytes;

    public FieldKey(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    /** @param value in the form in which values of the type are stored */
    public static FieldKey of(FieldType type, @Nullable Object value) {
        if (value == null) return MISSING;
        return switch (type) {
            case INTEGER -> number((Long) value);
            case BOOLEAN -> number((Boolean) value ? 1 : 0);
            case DATETIME -> moment(OffsetDateTime.parse((String) value));
            case STRING, TEXT, ENUM -> text((String) value);
            case SECRET, JSON -> throw new IllegalArgumentException("there are no keys of " + type);
        };
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    private static FieldKey moment(OffsetDateTime moment) {
        return number(Math.addExact(Math.multiplyExact(moment.toEpochSecond(), 1_000_000L), moment.getNano() / 1_000));
    }

    private static FieldKey number(long value) {
        return new FieldKey(ByteBuffer.allocate(9)
                .put((byte) 1)
                .putLong(value ^ Long.MIN_VALUE)
                .array());
    }

    private static FieldKey text(String text) {
        byte[] folded = Folded.of(text).getBytes(StandardCharsets.UTF_8);
        byte[] exact = Folded.composed(text).getBytes(StandardCharsets.UTF_8);
        if (folded.length + exact.length + 2 > MAX_LENGTH) {
            folded = Arrays.copyOf(folded, Math.min(folded.length, KEPT_OF_LONG));
            exact = digest(exact);
        }
        return new FieldKey(ByteBuffer.allocate(folded.length + exact.length + 2)
                .put((byte) 1)
                .put(folded)
                .put((byte) 0)
                .put(exact)
                .array());
    }

    private static byte[] digest(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime lacks SHA-256", e);
        }
    }

    @Override
    public int compareTo(FieldKey other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FieldKey that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "FieldKey";
    }
}
