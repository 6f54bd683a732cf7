package io.cloudlab.core.identity.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.audit.AuditEntry;
import io.cloudlab.core.identity.user.User;
import io.cloudlab.core.testing.TestCloudLab;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The user and the lifetime of sessions. */
class SessionsTest {
    private static final Duration KEPT = AccessCache.MAX_AGE;

    private final TestCloudLab lab = new TestCloudLab();
    private final SignIn signIn = lab.cloudLab().signIn();
    private final User mira = lab.user("mira", Permission.SERVICES_VIEW);
    private final Session session = begin();

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void sessionReturnsItsUserWithPermissions() {
        Caller caller = signIn.caller(session, "203.0.113.7");

        assertThat(caller.userId()).isEqualTo(mira.id());
        assertThat(caller.username()).isEqualTo("mira");
        assertThat(caller.ipAddress()).isEqualTo("203.0.113.7");
        assertThat(caller.permissions()).containsExactly(Permission.SERVICES_VIEW);
    }

    @Test
    void sessionExpiresExactlyAtItsExpiry() {
        lab.clock().advance(Duration.ofHours(24).minusMillis(1));
        assertThat(signIn.caller(session, null).username()).isEqualTo("mira");

        lab.clock().advance(Duration.ofMillis(1));
        assertSessionEnded(session);
    }

    @Test
    void signingOutAppliesToTheNextCall() {
        Session other = begin();
        Caller caller = signIn.caller(session, null);

        signIn.signOut(caller, session);

        assertSessionEnded(session);
        assertThat(signIn.caller(other, null).username()).isEqualTo("mira");
        assertThat(lab.audit()).extracting(AuditEntry::action).contains("logout");
        signIn.signOut(caller, session);
        assertSessionEnded(session);
    }

    @Test
    void signingOutSurvivesARestart() {
        signIn.signOut(signIn.caller(session, null), session);

        SignIn after = lab.restart().signIn();

        assertThatThrownBy(() -> after.caller(session, null)).isInstanceOf(Unauthenticated.class);
    }

    @Test
    void endingOtherSessionsIncludesUnlistedOnes() {
        Caller caller = signIn.caller(session, null);
        Instant now = lab.clock().instant();
        for (int each = 0; each < SessionStore.MAX_LISTED + 5; each++)
            lab.stores()
                    .sessions()
                    .begin(new OpenSession(
                            mira.id(), "s" + each, mira.tokenVersion(), now, now.plus(Duration.ofHours(1)), null));

        int ended = signIn.sessions().endOthers(caller, session.id());

        assertThat(ended).isEqualTo(SessionStore.MAX_LISTED + 5);
        assertThat(signIn.sessions().own(caller)).hasSize(1);
    }

    @Test
    void rolledBackSignOutKeepsTheSession() {
        Caller caller = signIn.caller(session, null);

        assertThatThrownBy(() -> lab.stores().transactions().run(() -> {
                    signIn.signOut(caller, session);
                    throw new IllegalStateException("something after it failed");
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(signIn.caller(session, null).username()).isEqualTo("mira");
        assertThat(lab.audit()).extracting(AuditEntry::action).doesNotContain("logout");
    }

    @Test
    void rightsGrantedByAnotherServerApplyWithinASecond() {
        signIn.caller(session, null);
        lab.grant(mira, Permission.SERVICES_DEPLOY);

        lab.clock().advance(KEPT);

        assertThat(signIn.caller(session, null).permissions()).containsExactly(Permission.SERVICES_DEPLOY);
    }

    @Test
    void mostCallsNeedNoStore() {
        signIn.caller(session, null);
        lab.grant(mira, Permission.SERVICES_DEPLOY);

        lab.clock().advance(KEPT.minusMillis(1));

        assertThat(signIn.caller(session, null).permissions()).containsExactly(Permission.SERVICES_VIEW);
    }

    @Test
    void settingTheClockBackDoesNotExtendTheCache() {
        signIn.caller(session, null);
        lab.grant(mira, Permission.SERVICES_DEPLOY);

        lab.clock().advance(Duration.ofHours(-1));

        assertThat(signIn.caller(session, null).permissions()).containsExactly(Permission.SERVICES_DEPLOY);
    }

    @Test
    void forgottenAccessIsReloadedAtOnce() {
        AccessCache accesses = new AccessCache(
                lab.stores().users(), lab.stores().roles(), lab.stores().sessions(), lab.clock());
        assertThat(accesses.of(mira.id()).permissions()).containsExactly(Permission.SERVICES_VIEW);
        lab.grant(mira, Permission.SERVICES_DEPLOY);

        accesses.forget(mira.id());

        assertThat(accesses.of(mira.id()).permissions()).containsExactly(Permission.SERVICES_DEPLOY);
    }

    @Test
    void sessionOfADeactivatedUserEndsWithinASecond() {
        signIn.caller(session, null);
        update(false, 0);

        lab.clock().advance(KEPT);

        assertSessionEnded(session);
    }

    @Test
    void newTokenVersionEndsAllOlderSessions() {
        update(true, 1);

        assertSessionEnded(session);
        assertThat(signIn.caller(begin(), null).username()).isEqualTo("mira");
    }

    @Test
    void sessionOfAnUnknownUserIsRefused() {
        Instant now = lab.clock().instant();

        assertSessionEnded(new Session(99, "mira", 0, "x", now, now.plusSeconds(60)));
    }

    @Test
    void onlyUsersHaveAProfile() {
        assertThat(signIn.me(signIn.caller(session, null)).user().id()).isEqualTo(mira.id());
        assertThatThrownBy(() -> signIn.me(Caller.anonymous(null))).isInstanceOf(Unauthenticated.class);
        assertThatThrownBy(() -> signIn.me(lab.cloudLab().system("test"))).isInstanceOf(Unauthenticated.class);
    }

    private void assertSessionEnded(Session over) {
        assertThatThrownBy(() -> signIn.caller(over, null))
                .isInstanceOfSatisfying(
                        Unauthenticated.class,
                        refused -> assertThat(refused.code()).isEqualTo("session-over"));
    }

    private Session begin() {
        return signIn.signIn(Caller.anonymous(null), "mira", TestCloudLab.PASSWORD.toCharArray())
                .session();
    }

    private void update(boolean active, int tokenVersion) {
        User now = lab.stores().users().find(mira.id()).orElseThrow();
        lab.stores()
                .users()
                .update(new User(
                        now.id(),
                        now.username(),
                        now.email(),
                        now.displayName(),
                        now.passwordHash(),
                        active,
                        tokenVersion,
                        now.createdAt(),
                        now.lastLoginAt(),
                        now.inviteAcceptedAt(),
                        now.version()));
    }
}
