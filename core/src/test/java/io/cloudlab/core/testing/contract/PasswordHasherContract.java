package io.cloudlab.core.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.identity.password.PasswordHasher;
import org.junit.jupiter.api.Test;

public interface PasswordHasherContract {
    PasswordHasher hasher();

    @Test
    default void onlyPasswordItselfMatches() {
        String hash = hasher().hash("correct horse".toCharArray());
        assertThat(hasher().matches("correct horse".toCharArray(), hash)).isTrue();
        for (String other : new String[] {"", "correct hors", "correct horse ", "Correct horse", "correct\0horse"})
            assertThat(hasher().matches(other.toCharArray(), hash)).as(other).isFalse();
    }

    @Test
    default void allOf72BytesCountAndMoreAreRefused() {
        String longest = "é".repeat(36);
        String hash = hasher().hash(longest.toCharArray());
        assertThat(hasher().matches(longest.toCharArray(), hash)).isTrue();
        assertThat(hasher().matches(("é".repeat(35) + "è").toCharArray(), hash)).isFalse();
        assertThatThrownBy(() -> hasher().hash((longest + "x").toCharArray()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    default void passwordIsNotChanged() {
        char[] password = "correct horse".toCharArray();
        hasher().matches(password, hasher().hash(password));
        assertThat(password).isEqualTo("correct horse".toCharArray());
    }

    @Test
    default void commonPasswordsAreAllowedOnlyOnRequest() {
        assertThat(hasher().allowsCommon()).isFalse();
        PasswordHasher allowing = hasher().allowingCommon();
        assertThat(allowing.allowsCommon()).isTrue();
        assertThat(allowing.matches("admin1234".toCharArray(), hasher().hash("admin1234".toCharArray())))
                .isTrue();
    }
}
