package io.cloudlab.core.testing.contract;

import static io.cloudlab.core.identity.token.AccountToken.Purpose.INVITE;
import static io.cloudlab.core.identity.token.AccountToken.Purpose.RESET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.identity.token.AccountToken;
import io.cloudlab.core.identity.token.TokenStore;
import io.cloudlab.core.testing.Race;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What every {@link TokenStore} does. */
public interface TokenStoreContract extends StoresContract {
    private AccountToken token(String hash, AccountToken.Purpose purpose, int userId) {
        AccountToken token = new AccountToken(hash, purpose, userId, NOON.plusSeconds(60));
        stores().tokens().insert(token);
        return token;
    }

    private boolean isGood(AccountToken token, Instant now) {
        return stores().tokens().find(token.hash(), token.purpose(), now).isPresent();
    }

    @Test
    default void tokenComesBackAsItWasStored() {
        AccountToken token = token("aa", INVITE, 7);
        assertThat(stores().tokens().find("aa", INVITE, NOON)).contains(token);
        assertThat(stores().tokens().find("ab", INVITE, NOON)).isEmpty();
    }

    @Test
    default void tokenIsInvalidForOtherPurposes() {
        AccountToken token = token("aa", INVITE, 7);
        assertThat(stores().tokens().find("aa", RESET, NOON)).isEmpty();
        assertThat(stores().tokens().spend("aa", RESET, NOON)).isFalse();
        assertThat(isGood(token, NOON)).isTrue();
    }

    @Test
    default void tokenIsGoodUntilItExpiresAndNotAtThatInstant() {
        AccountToken token = token("aa", RESET, 7);
        assertThat(isGood(token, NOON.plusSeconds(59))).isTrue();
        assertThat(isGood(token, NOON.plusSeconds(60))).isFalse();
        assertThat(stores().tokens().spend("aa", RESET, NOON.plusSeconds(60))).isFalse();
    }

    @Test
    default void tokenCanBeSpentOnce() {
        AccountToken token = token("aa", RESET, 7);
        assertThat(stores().tokens().spend("aa", RESET, NOON)).isTrue();
        assertThat(stores().tokens().spend("aa", RESET, NOON)).isFalse();
        assertThat(isGood(token, NOON)).isFalse();
    }

    @Test
    default void rollbackGivesASpentTokenBack() {
        AccountToken token = token("aa", RESET, 7);
        assertThatThrownBy(() -> stores().transactions().run(() -> {
                    assertThat(stores().tokens().spend("aa", RESET, NOON)).isTrue();
                    throw new IllegalArgumentException("changed my mind");
                }))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(isGood(token, NOON)).isTrue();
    }

    @Test
    default void ofManyWhoSpendATokenOneSucceeds() {
        token("aa", RESET, 7);
        assertThat(Race.of(
                        50,
                        each -> stores().transactions()
                                .call(() -> stores().tokens().spend("aa", RESET, NOON))))
                .containsOnlyOnce(true);
    }

    @Test
    default void allTokensOfAUserAndPurposeAreSpentTogether() {
        AccountToken one = token("aa", RESET, 7);
        AccountToken two = token("ab", RESET, 7);
        AccountToken otherPurpose = token("ac", INVITE, 7);
        AccountToken otherUser = token("ad", RESET, 8);
        stores().tokens().spendAll(7, RESET);

        assertThat(isGood(one, NOON)).isFalse();
        assertThat(isGood(two, NOON)).isFalse();
        assertThat(isGood(otherPurpose, NOON)).isTrue();
        assertThat(isGood(otherUser, NOON)).isTrue();
    }

    @Test
    default void onlyExpiredTokensAreForgotten() {
        AccountToken token = token("aa", RESET, 7);
        stores().tokens().forgetExpired(NOON.plusSeconds(59));
        assertThat(isGood(token, NOON)).isTrue();
        stores().tokens().forgetExpired(NOON.plusSeconds(60));
        assertThat(isGood(token, NOON)).isFalse();
    }
}
