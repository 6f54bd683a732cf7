package io.cloudlab.core.identity.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.audit.AuditEntry;
import io.cloudlab.core.identity.user.User;
import io.cloudlab.core.identity.user.Username;
import io.cloudlab.core.shared.Refused;
import io.cloudlab.core.testing.TestCloudLab;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignInTest {
    private static final Caller ANONYMOUS = Caller.anonymous("203.0.113.9");

    private final TestCloudLab lab = new TestCloudLab();
    private final SignIn signIn = lab.cloudLab().signIn();

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void rightPasswordBeginsASession() {
        User user = lab.user("mira", Permission.SERVICES_VIEW, Permission.JOBS_VIEW_OWN);
        lab.clock().advance(Duration.ofHours(1));

        SignedIn signedIn = signIn.signIn(ANONYMOUS, "MIRA", TestCloudLab.PASSWORD.toCharArray());

        assertThat(signedIn.permissions()).containsExactly(Permission.JOBS_VIEW_OWN, Permission.SERVICES_VIEW);
        Session session = signedIn.session();
        assertThat(session.userId()).isEqualTo(user.id());
        assertThat(session.username()).isEqualTo("mira");
        assertThat(session.issuedAt()).isEqualTo(lab.clock().instant());
        assertThat(session.expiresAt()).isEqualTo(lab.clock().instant().plus(Duration.ofHours(24)));
        assertThat(lab.stores().users().find(user.id()).orElseThrow().lastLoginAt())
                .isEqualTo(lab.clock().instant());
        assertThat(lab.audit()).singleElement().satisfies(entry -> {
            assertThat(entry.action()).isEqualTo("login");
            assertThat(entry.resource()).isEqualTo("auth");
            assertThat(entry.userId()).isEqualTo(user.id());
            assertThat(entry.ipAddress()).isEqualTo("203.0.113.9");
        });
    }

    @Test
    void sessionIdsAreUnique() {
        lab.user("mira");

        assertThat(signIn.signIn(ANONYMOUS, "mira", TestCloudLab.PASSWORD.toCharArray())
                        .session()
                        .id())
                .isNotEqualTo(signIn.signIn(ANONYMOUS, "mira", TestCloudLab.PASSWORD.toCharArray())
                        .session()
                        .id());
    }

    @ParameterizedTest
    @CsvSource({
        "nobody,correct horse",
        "mira,wrong horse",
        "mira,''",
        "inactive,correct horse",
        "invited,correct horse",
        "invited,''",
        "'not a name\n',correct horse",
        "'',correct horse"
    })
    void failedSignInsGetTheSameAnswerAfterTheSameWork(String username, String password) {
        lab.user("mira");
        store("inactive", "plain:correct horse", false);
        store("invited", null, true);
        int before = lab.hasher().comparisons();

        Unauthenticated refused = catchThrowableOfType(
                Unauthenticated.class, () -> signIn.signIn(ANONYMOUS, username, password.toCharArray()));

        assertThat(refused.code()).isEqualTo("wrong-credentials");
        assertThat(refused).hasMessage("The username or the password is wrong.");
        assertThat(lab.hasher().comparisons()).isEqualTo(before + 1);
    }

    @Test
    void first72BytesOfALongerPasswordAreNotEnough() {
        String password = "x".repeat(72);
        store("mira", "plain:" + password, true);

        signIn.signIn(ANONYMOUS, "mira", password.toCharArray());

        for (String longer : new String[] {password + "y", "x".repeat(80), "x".repeat(1_000_000)}) {
            assertThatThrownBy(() -> signIn.signIn(ANONYMOUS, "mira", longer.toCharArray()))
                    .isInstanceOf(Unauthenticated.class);
        }
    }

    @Test
    void failureIsAuditedWithoutWhatWasTyped() {
        lab.user("mira");

        assertSignInFails("mira", "my0therPassw0rd");
        assertSignInFails("my0therPassw0rd", "x");
        assertSignInFails("nobody\r\nevil", "x");

        assertThat(lab.audit())
                .extracting(AuditEntry::action)
                .containsExactly("login.failed", "login.failed", "login.failed");
        assertThat(lab.audit()).extracting(AuditEntry::username).containsOnlyNulls();
        assertThat(lab.audit())
                .extracting(AuditEntry::details)
                .containsExactly(Map.of("username", "mira"), Map.of(), Map.of());
        assertThat(lab.audit()).extracting(AuditEntry::ipAddress).containsOnly("203.0.113.9");
        assertThat(lab.audit().toString()).doesNotContain("my0ther").doesNotContain("evil");
    }

    @Test
    void failedSignInKeepsTheLastSignInTime() {
        User user = lab.user("mira");

        assertSignInFails("mira", "wrong");

        assertThat(lab.stores().users().find(user.id()).orElseThrow().lastLoginAt())
                .isNull();
    }

    @Test
    void forgedSessionsAreAuditedUpToALimit() {
        for (int each = 0; each < 100; each++) signIn.noteForgery(ANONYMOUS);
        assertThat(lab.audit()).hasSize(30).allSatisfy(entry -> {
            assertThat(entry.action()).isEqualTo("session.forged");
            assertThat(entry.ipAddress()).isEqualTo("203.0.113.9");
        });

        lab.clock().advance(Duration.ofMinutes(1));
        signIn.noteForgery(ANONYMOUS);
        assertThat(lab.audit()).hasSize(31);
    }

    @Test
    void signInBeforeSetupIsRefused() {
        assertThatThrownBy(() -> signIn.signIn(ANONYMOUS, "mira", TestCloudLab.PASSWORD.toCharArray()))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo("setup-required"))
                .hasMessageContaining("Setup not completed");
        assertThat(lab.audit()).isEmpty();
    }

    private void assertSignInFails(String username, String password) {
        assertThatThrownBy(() -> signIn.signIn(ANONYMOUS, username, password.toCharArray()))
                .isInstanceOf(Unauthenticated.class);
    }

    private void store(String username, @Nullable String hash, boolean active) {
        lab.stores()
                .users()
                .insert(new User(
                        0,
                        new Username(username),
                        null,
                        null,
                        hash,
                        active,
                        0,
                        lab.clock().instant(),
                        null,
                        hash == null ? null : lab.clock().instant(),
                        0));
    }
}
