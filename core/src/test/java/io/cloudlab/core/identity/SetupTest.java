package io.cloudlab.core.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Denied;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.access.Role;
import io.cloudlab.core.audit.AuditEntry;
import io.cloudlab.core.identity.password.PasswordHasher;
import io.cloudlab.core.identity.session.SignedIn;
import io.cloudlab.core.identity.user.User;
import io.cloudlab.core.identity.user.Username;
import io.cloudlab.core.shared.InvalidInput;
import io.cloudlab.core.shared.Refused;
import io.cloudlab.core.testing.Race;
import io.cloudlab.core.testing.TestCloudLab;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SetupTest {
    private static final Caller ANONYMOUS = Caller.anonymous("203.0.113.9");

    /** Admits one code, and counts how often it was closed. */
    private static final class Gate implements SetupGate {
        final AtomicInteger closed = new AtomicInteger();

        @Override
        public boolean admits(@Nullable String setupCode) {
            return "let-me-in".equals(setupCode);
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }

    private final Gate gate = new Gate();
    private final TestCloudLab lab = new TestCloudLab(builder -> builder.setupGate(gate));
    private final Accounts accounts = lab.cloudLab().accounts();

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void firstUserBecomesSuperAdminAndIsSignedIn() {
        assertThat(accounts.setupRequired()).isTrue();

        SignedIn first = accounts.setup(ANONYMOUS, setUp("mira", "correct horse", "let-me-in"));

        assertThat(accounts.setupRequired()).isFalse();
        assertThat(first.permissions()).containsExactly(Permission.ALL);
        assertThat(first.user().status()).isEqualTo(User.Status.ACTIVE);
        assertThat(first.user().lastLoginAt()).isEqualTo(lab.clock().instant());
        Caller caller = lab.cloudLab().signIn().caller(first.session(), null);
        assertThat(caller.may(Permission.SYSTEM_STOP_ALL)).isTrue();
        assertThat(lab.cloudLab().signIn().me(caller).roles())
                .extracting(Role::name)
                .containsExactly(Role.SUPER_ADMIN);
        assertThat(gate.closed).hasValue(1);
    }

    @Test
    void setupIsAuditedInTheNameOfTheNewUser() {
        accounts.setup(ANONYMOUS, setUp("mira", "correct horse", "let-me-in"));

        assertThat(lab.audit()).singleElement().satisfies(entry -> {
            assertThat(entry.action()).isEqualTo("auth.setup");
            assertThat(entry.resource()).isEqualTo("auth");
            assertThat(entry.username()).isEqualTo("mira");
            assertThat(entry.userId()).isEqualTo(1);
            assertThat(entry.ipAddress()).isEqualTo("203.0.113.9");
            assertThat(entry.createdAt()).isEqualTo(lab.clock().instant());
        });
    }

    @Test
    void vaultPasswordIsStoredSealed() {
        accounts.setup(
                ANONYMOUS,
                new InitialSetup("mira", "correct horse".toCharArray(), "open sesame".toCharArray(), "let-me-in"));

        assertThat(lab.stores().secrets().find("vault-password")).isPresent();
        assertThat(new String(lab.stores()
                        .secrets()
                        .find("vault-password")
                        .orElseThrow()
                        .bytes()))
                .doesNotContain("sesame");
        assertThat(lab.audit()).extracting(AuditEntry::action).containsExactly("auth.setup", "vault.password.change");
        assertThat(lab.audit().toString()).doesNotContain("sesame").doesNotContain("horse");
    }

    @Test
    void setupCanBeDoneOnceOnly() {
        accounts.setup(ANONYMOUS, setUp("mira", "correct horse", "let-me-in"));

        assertThatThrownBy(() -> accounts.setup(ANONYMOUS, setUp("jake", "correct horse", "let-me-in")))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo("setup-done"));
        assertThat(lab.stores().users().findByUsername(new Username("jake"))).isEmpty();
        assertThat(lab.audit()).hasSize(1);
    }

    @Test
    void ofConcurrentSetupsExactlyOneSucceeds() {
        CyclicBarrier allHaveFoundNoUser = new CyclicBarrier(50);
        try (TestCloudLab other =
                new TestCloudLab(builder -> builder.setupGate(gate).passwordHasher(hashingAfter(allHaveFoundNoUser)))) {
            List<Boolean> done = Race.of(
                    50,
                    number -> Race.succeeds(
                            Refused.class,
                            () -> other.cloudLab()
                                    .accounts()
                                    .setup(ANONYMOUS, setUp("user_" + number, "correct horse", "let-me-in"))));

            assertThat(done).containsOnlyOnce(true);
            assertThat(other.audit()).extracting(AuditEntry::action).containsExactly("auth.setup");
            assertThat(gate.closed).hasValue(1);
            assertThat(other.stores().users().find(2)).isEmpty();
        }
    }

    @Test
    void setupNeedsTheCode() {
        for (String code : new String[] {null, "", "guess"}) {
            assertThatThrownBy(() -> accounts.setup(ANONYMOUS, setUp("mira", "correct horse", code)))
                    .isInstanceOfSatisfying(Denied.class, denied -> {
                        assertThat(denied.code()).isEqualTo("wrong-setup-code");
                        assertThat(denied.detail()).contains("setup_code");
                    });
        }
        assertThat(accounts.setupRequired()).isTrue();
        assertThat(gate.closed).hasValue(0);
        assertThat(lab.audit())
                .hasSize(3)
                .allSatisfy(entry -> assertThat(entry.action()).isEqualTo("auth.setup.failed"));
        assertThat(lab.audit().toString()).doesNotContain("guess");
    }

    @Test
    void wrongSetupCodesAreAuditedUpToALimit() {
        for (int guess = 0; guess < 300; guess++) {
            assertThatThrownBy(() -> accounts.setup(ANONYMOUS, setUp("mira", "correct horse", "guess")))
                    .isInstanceOf(Denied.class);
        }
        assertThat(lab.audit()).hasSize(100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ab", "a b c", "mira\n", "admin ", "ädmin", "аdmin", "a-b-c", "../../x"})
    void badNameIsRefusedNamingTheMember(String name) {
        assertMemberRefused("username", setUp(name, "correct horse", "let-me-in"));
    }

    @Test
    void nameHasAtMost30Characters() {
        assertMemberRefused("username", setUp("x".repeat(31), "correct horse", "let-me-in"));
        accounts.setup(ANONYMOUS, setUp("x".repeat(30), "correct horse", "let-me-in"));
    }

    @Test
    void passwordHasAtLeast8CharactersAndAtMost72Bytes() {
        assertMemberRefused("password", setUp("mira", "seven77", "let-me-in"));
        assertMemberRefused("password", setUp("mira", "🐎🐎🐎🐎", "let-me-in")); // four characters, eight chars
        assertMemberRefused("password", setUp("mira", "x".repeat(73), "let-me-in"));
        assertMemberRefused("password", setUp("mira", "ä".repeat(37), "let-me-in"));
        assertMemberRefused("password", setUp("mira", "x".repeat(1_000_000), "let-me-in"));
        accounts.setup(ANONYMOUS, setUp("mira", "ä".repeat(36), "let-me-in"));
    }

    @Test
    void badVaultPasswordIsRefusedBeforeAnythingIsStored() {
        assertMemberRefused(
                "vault_password",
                new InitialSetup("mira", "correct horse".toCharArray(), "a\nb".toCharArray(), "let-me-in"));
        assertThat(accounts.setupRequired()).isTrue();
        assertThat(lab.audit()).isEmpty();
    }

    private static PasswordHasher hashingAfter(CyclicBarrier barrier) {
        return new PasswordHasher() {
            @Override
            public String hash(char[] password) {
                try {
                    barrier.await();
                } catch (InterruptedException | BrokenBarrierException e) {
                    throw new AssertionError(e);
                }
                return "a hash";
            }

            @Override
            public boolean matches(char[] password, String hash) {
                throw new AssertionError("sign-in is not part of these tests");
            }
        };
    }

    private void assertMemberRefused(String member, InitialSetup command) {
        assertThatThrownBy(() -> accounts.setup(ANONYMOUS, command))
                .isInstanceOfSatisfying(
                        InvalidInput.class,
                        invalid -> assertThat(invalid.violations())
                                .extracting(InvalidInput.Violation::member)
                                .containsExactly(member));
        assertThat(accounts.setupRequired()).isTrue();
    }

    private static InitialSetup setUp(String username, String password, @Nullable String code) {
        return new InitialSetup(username, password.toCharArray(), null, code);
    }
}
