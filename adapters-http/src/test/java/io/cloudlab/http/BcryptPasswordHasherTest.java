package io.cloudlab.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BcryptPasswordHasherTest {
    private final BcryptPasswordHasher hasher = new BcryptPasswordHasher(5);

    @Test
    void onlyThePasswordItselfMatches() {
        String hash = hasher.hash("correct horse".toCharArray());

        assertThat(hasher.matches("correct horse".toCharArray(), hash)).isTrue();
        for (String other : new String[] {"", "correct hors", "correct horse ", "Correct horse"})
            assertThat(hasher.matches(other.toCharArray(), hash)).as(other).isFalse();
    }

    @Test
    void samePasswordNeverHasTheSameHash() {
        assertThat(hasher.hash("correct horse".toCharArray())).isNotEqualTo(hasher.hash("correct horse".toCharArray()));
    }

    @Test
    void everyOneOf72BytesCountsAndMoreAreRefused() {
        String max = "x".repeat(72);
        String hash = hasher.hash(max.toCharArray());

        assertThat(hasher.matches(max.toCharArray(), hash)).isTrue();
        assertThat(hasher.matches(("x".repeat(71) + "y").toCharArray(), hash)).isFalse();
        assertThatThrownBy(() -> hasher.hash((max + "x").toCharArray())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void hashSaysItsCostAndOutlivesAChangeOfIt() {
        String hash = hasher.hash("correct horse".toCharArray());

        assertThat(hash).matches("\\$2[aby]\\$05\\$.{53}");
        for (int cost : new int[] {4, 7}) {
            BcryptPasswordHasher changed = new BcryptPasswordHasher(cost);
            assertThat(changed.matches("correct horse".toCharArray(), hash)).isTrue();
            assertThat(changed.matches("wrong horse".toCharArray(), hash)).isFalse();
        }
    }
}
