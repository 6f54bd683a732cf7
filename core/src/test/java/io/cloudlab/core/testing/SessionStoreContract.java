package io.cloudlab.core.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.identity.SessionStore;
import org.junit.jupiter.api.Test;

/** What every {@link SessionStore} does. */
public interface SessionStoreContract extends StoresContract {
    @Test
    default void endedSessionsAreKnownByUser() {
        SessionStore sessions = stores().sessions();
        sessions.revoke(1, "a", NOON);
        sessions.revoke(1, "b", NOON);
        sessions.revoke(2, "c", NOON);

        assertThat(sessions.revoked(1)).containsExactlyInAnyOrder("a", "b");
        assertThat(sessions.revoked(2)).containsExactly("c");
        assertThat(sessions.revoked(3)).isEmpty();
    }

    @Test
    default void endingASessionAgainChangesNothing() {
        SessionStore sessions = stores().sessions();
        sessions.revoke(1, "a", NOON);
        sessions.revoke(1, "a", NOON.plusSeconds(9));
        sessions.forgetExpired(NOON);

        assertThat(sessions.revoked(1)).isEmpty();
    }

    @Test
    default void sessionsAreForgottenOnceTheyHaveExpired() {
        SessionStore sessions = stores().sessions();
        sessions.revoke(1, "over", NOON);
        sessions.revoke(1, "good", NOON.plusNanos(1000));
        sessions.forgetExpired(NOON);

        assertThat(sessions.revoked(1)).containsExactly("good");
    }
}
