package io.cloudlab.core.jobs.job;

import io.cloudlab.core.shared.NotFound;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** Names a job: 8 lower-case hexadecimal characters. */
public record JobId(String value) {
    private static final Pattern SHAPE = Pattern.compile("[0-9a-f]{8}");

    /** @throws NotFound if the text has another shape, since there can be no such job */
    public JobId {
        if (!SHAPE.matcher(value).matches()) throw new NotFound("job");
    }

    /** Whether the text has the shape of an id. */
    public static boolean isOne(String text) {
        return SHAPE.matcher(text).matches();
    }

    public static JobId random(RandomGenerator random) {
        return new JobId(String.format("%08x", random.nextInt()));
    }

    @Override
    public String toString() {
        return value;
    }
}
