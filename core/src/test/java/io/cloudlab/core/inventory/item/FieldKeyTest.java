package io.cloudlab.core.inventory.item;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.inventory.type.FieldType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FieldKeyTest {
    private static void inOrder(FieldType type, @Nullable Object... values) {
        List<FieldKey> keys =
                Arrays.stream(values).map(value -> FieldKey.of(type, value)).toList();
        assertThat(keys).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void numbersAreOrderedAsNumbers() {
        inOrder(FieldType.INTEGER, Long.MIN_VALUE, -10L, -9L, 0L, 9L, 10L, Long.MAX_VALUE, null);
    }

    @Test
    void momentsAreOrderedByTime() {
        inOrder(
                FieldType.DATETIME,
                "0001-01-01T00:00:00+00:00",
                "1969-12-31T23:59:59.999999+00:00",
                "1970-01-01T00:00:00+00:00",
                "9999-12-31T23:59:59+00:00",
                null);
    }

    @Test
    void textIsOrderedWithoutRegardToCaseFirst() {
        inOrder(FieldType.STRING, "!", "AB", "Ab", "ab", "ABA", "abc", "Zebra", "zebra", null);
        inOrder(FieldType.BOOLEAN, false, true, null);
    }

    @Test
    void textIsEqualHoweverItIsComposed() {
        FieldKey composed = FieldKey.of(FieldType.STRING, "M\u00fcller \uff11");

        assertThat(FieldKey.of(FieldType.STRING, "Mu\u0308ller 1")).isEqualTo(composed);
        assertThat(FieldKey.of(FieldType.STRING, "m\u00fcller 1")).isNotEqualTo(composed);
        assertThat(FieldKey.of(FieldType.STRING, "\u00fc".repeat(900)))
                .isEqualTo(FieldKey.of(FieldType.STRING, "u\u0308".repeat(900)));
    }

    @Test
    void longTextsAreEqualOnlyIfTheyAreTheSame() {
        String begin = "x".repeat(900);
        FieldKey one = FieldKey.of(FieldType.STRING, begin + "a");
        assertThat(one).isEqualTo(FieldKey.of(FieldType.STRING, begin + "a"));
        assertThat(one).isNotEqualTo(FieldKey.of(FieldType.STRING, begin + "b"));
        assertThat(one.bytes()).hasSizeLessThanOrEqualTo(256);
        assertThat(FieldKey.of(FieldType.STRING, "\uD83D\uDE00".repeat(900)).bytes())
                .hasSizeLessThanOrEqualTo(256);
    }
}
