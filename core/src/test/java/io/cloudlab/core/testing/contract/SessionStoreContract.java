package io.cloudlab.core.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.identity.session.OpenSession;
import io.cloudlab.core.identity.session.SessionStore;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
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

    private static OpenSession begun(int user, String id, int minutes, @Nullable String address) {
        Instant at = NOON.plusSeconds(60L * minutes);
        return new OpenSession(user, id, 3, at, at.plusSeconds(3_600), address);
    }

    @Test
    default void openSessionsAreListedTheNewestFirst() {
        SessionStore sessions = stores().sessions();
        OpenSession first = begun(1, "a", 0, "203.0.113.7");
        OpenSession second = begun(1, "b", 1, null);
        for (OpenSession each : List.of(first, second, begun(1, "c", 2, null), begun(2, "d", 3, null)))
            sessions.begin(each);
        sessions.revoke(1, "c", NOON.plusSeconds(9_000));

        assertThat(sessions.open(1, 3, NOON)).containsExactly(second, first);
        assertThat(sessions.open(1, 3, first.expiresAt())).containsExactly(second);
        assertThat(sessions.open(1, 4, NOON)).isEmpty();
        assertThat(sessions.open(3, 3, NOON)).isEmpty();
    }

    @Test
    default void addressesAreRememberedForAWhileAfterTheSession() {
        SessionStore sessions = stores().sessions();
        OpenSession session = begun(1, "a", 0, "203.0.113.7");
        sessions.begin(session);
        sessions.begin(begun(1, "b", 1, "198.51.100.7"));
        sessions.begin(begun(1, "c", 1, null));
        sessions.begin(begun(2, "d", 1, "192.0.2.1"));

        sessions.forgetExpired(session.expiresAt());
        assertThat(sessions.addresses(1)).containsExactlyInAnyOrder("203.0.113.7", "198.51.100.7");

        sessions.forgetExpired(session.expiresAt().plus(SessionStore.ADDRESSES_KEPT));
        assertThat(sessions.addresses(1)).containsExactly("198.51.100.7");
    }
}
