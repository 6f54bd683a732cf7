package io.cloudlab.http.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimeTextTest {
    @Test
    void timesAreWrittenAsTheFormatterOfTheJdkDoes() {
        long seed = 20261201;
        Random random = new Random(seed);
        long longest = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();
        for (int each = 0; each < 100_000; each++) {
            long second = (long) (random.nextDouble() * 2 * longest) - longest;
            assertWritten(Instant.ofEpochSecond(second, random.nextInt(1_000_000_000)));
        }
    }

    @Test
    void boundsAreWrittenToo() {
        for (String text : new String[] {
            "0000-01-01T00:00:00Z",
            "1969-12-31T23:59:59.999999999Z",
            "1970-01-01T00:00:00Z",
            "2024-02-29T23:59:59Z",
            "9999-12-31T23:59:59Z",
            "+10000-01-01T00:00:00Z",
            "-0001-12-31T23:59:59Z"
        }) assertWritten(Instant.parse(text));
        assertThat(TimeText.of(Instant.parse("2026-03-01T09:05:07.9Z"))).isEqualTo("2026-03-01T09:05:07+00:00");
    }

    private static void assertWritten(Instant instant) {
        String expected = DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(
                        instant.truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.UTC))
                + "+00:00";
        assertThat(TimeText.of(instant)).isEqualTo(expected);
    }
}
