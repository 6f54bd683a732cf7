package io.cloudlab.http.error;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/**
 * Writes times as ISO 8601 in UTC, with whole seconds and the offset as a number. Lists hold two or three for each row, and
 * {@link DateTimeFormatter} takes ten times as long.
 */
final class TimeText {
    private static final char[] FORM = "0000-00-00T00:00:00+00:00".toCharArray();

    private TimeText() {}

    static String of(Instant instant) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(instant.getEpochSecond(), 0, ZoneOffset.UTC);
        int year = time.getYear();
        if (year < 0 || year > 9999)
            return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(time.truncatedTo(ChronoUnit.SECONDS)) + "+00:00";
        char[] text = FORM.clone();
        two(text, 0, year / 100);
        two(text, 2, year % 100);
        two(text, 5, time.getMonthValue());
        two(text, 8, time.getDayOfMonth());
        two(text, 11, time.getHour());
        two(text, 14, time.getMinute());
        two(text, 17, time.getSecond());
        return new String(text);
    }

    private static void two(char[] text, int at, int number) {
        text[at] += (char) (number / 10);
        text[at + 1] += (char) (number % 10);
    }
}
