package io.cloudlab.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.identity.password.PasswordHasher;
import io.cloudlab.core.testing.contract.PasswordHasherContract;
import org.junit.jupiter.api.Test;

class BcryptPasswordHasherTest implements PasswordHasherContract {
    private final BcryptPasswordHasher hasher = new BcryptPasswordHasher(5);

    @Override
    public PasswordHasher hasher() {
        return hasher;
    }

    @Test
    void samePasswordNeverHasTheSameHash() {
        assertThat(hasher.hash("correct horse".toCharArray())).isNotEqualTo(hasher.hash("correct horse".toCharArray()));
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
