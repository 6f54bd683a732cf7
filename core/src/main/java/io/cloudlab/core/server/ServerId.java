package io.cloudlab.core.server;

import io.cloudlab.core.shared.InvalidInput;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** Tells the server of one data directory from all others: 32 random hexadecimal digits. */
public record ServerId(String value) {
    private static final Pattern SHAPE = Pattern.compile("[0-9a-f]{32}");

    public ServerId {
        if (!SHAPE.matcher(value).matches())
            throw new InvalidInput("server-id", "must be 32 hexadecimal digits in lower case");
    }

    public static ServerId random(RandomGenerator random) {
        return new ServerId(String.format("%016x%016x", random.nextLong(), random.nextLong()));
    }

    @Override
    public String toString() {
        return value;
    }
}
