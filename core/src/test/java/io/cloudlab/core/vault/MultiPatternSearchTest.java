package io.cloudlab.core.vault;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class MultiPatternSearchTest {
    private static final byte[] ONE = "abcab".getBytes(ISO_8859_1);
    private static final byte[] OTHER = "bcabcc".getBytes(ISO_8859_1);
    private static final MultiPatternSearch WORDS = new MultiPatternSearch(ONE, OTHER);

    /** Few letters, so that there are many near misses, and words that overlap. */
    @Test
    void findsWhatLookingAtEachPlaceFinds() {
        Random random = new Random(7);
        for (int round = 0; round < 20_000; round++) {
            byte[] text = new byte[random.nextInt(120)];
            int letters = 3 + random.nextInt(4);
            for (int i = 0; i < text.length; i++) text[i] = (byte) ('a' + random.nextInt(letters));
            int from = random.nextInt(text.length + 1);
            int to = from + random.nextInt(text.length - from + 1);

            assertThat(WORDS.find(text, from, to))
                    .as("%s from %d to %d", new String(text, ISO_8859_1), from, to)
                    .isEqualTo(expected(text, from, to));
        }
    }

    private static int expected(byte[] text, int from, int to) {
        for (int at = from; at < to; at++) {
            if (MultiPatternSearch.standsAt(text, at, to, ONE) || MultiPatternSearch.standsAt(text, at, to, OTHER))
                return at;
        }
        return -1;
    }

    @Test
    void bytesOfAllKindsArePassedOver() {
        byte[] bytes = new byte[10_000];
        for (int i = 0; i < bytes.length; i++) bytes[i] = (byte) i;
        System.arraycopy(OTHER, 0, bytes, 9_000, OTHER.length);

        assertThat(WORDS.find(bytes, 0, bytes.length)).isEqualTo(9_000);
    }

    @Test
    void moreWordsThanTheTablesHoldAreRefused() {
        byte[] long33 = new byte[34];

        assertThatThrownBy(() -> new MultiPatternSearch(long33)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new MultiPatternSearch(new byte[1])).isInstanceOf(IllegalArgumentException.class);
    }
}
