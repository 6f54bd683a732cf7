package io.cloudlab.core.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Denied;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.audit.AuditEntry;
import io.cloudlab.core.identity.mail.Mail;
import io.cloudlab.core.identity.session.SignedIn;
import io.cloudlab.core.identity.session.Unauthenticated;
import io.cloudlab.core.identity.user.User;
import io.cloudlab.core.identity.user.UserChange;
import io.cloudlab.core.shared.InvalidInput;
import io.cloudlab.core.shared.Refused;
import io.cloudlab.core.testing.Race;
import io.cloudlab.core.testing.TestCloudLab;
import io.cloudlab.core.testing.TestPeople;
import io.cloudlab.core.testing.fake.FakeMailer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PasswordsTest {
    private static final Caller ANONYMOUS = Caller.anonymous("203.0.113.9");
    private static final String NEW = "another horse";

    private final FakeMailer mailer = new FakeMailer();
    private final TestCloudLab lab =
            new TestCloudLab(builder -> builder.mailer(mailer).publicUrl(() -> URI.create("https://lab.test")));
    private final TestPeople people = new TestPeople(lab);
    private final Passwords passwords = lab.cloudLab().passwords();
    private final Caller root = people.administrator();
    private final User mira = withEmail(lab.user("mira", Permission.SERVICES_VIEW));

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void changedPasswordEndsEveryOtherSessionAndGivesANewOne() {
        SignedIn one = people.signIn("mira", TestCloudLab.PASSWORD);
        SignedIn other = people.signIn("mira", TestCloudLab.PASSWORD);

        SignedIn now = passwords.change(people.callerOf(one), TestCloudLab.PASSWORD.toCharArray(), NEW.toCharArray());

        assertThat(people.callerOf(now).username()).isEqualTo("mira");
        assertThatThrownBy(() -> people.callerOf(one)).isInstanceOf(Unauthenticated.class);
        assertThatThrownBy(() -> people.callerOf(other)).isInstanceOf(Unauthenticated.class);
        assertThatThrownBy(() -> people.signIn("mira", TestCloudLab.PASSWORD)).isInstanceOf(Unauthenticated.class);
        people.signIn("mira", NEW);
        assertThat(people.auditedActions()).contains("user.password.change");
        assertThat(lab.audit().toString()).doesNotContain("horse");
    }

    @Test
    void wrongCurrentPasswordChangesNothingAndIsAudited() {
        SignedIn signedIn = people.signIn("mira", TestCloudLab.PASSWORD);
        Caller caller = people.callerOf(signedIn);

        for (String wrong : List.of("", "wrong", "x".repeat(1_000_000)))
            assertThatThrownBy(() -> passwords.change(caller, wrong.toCharArray(), NEW.toCharArray()))
                    .isInstanceOfSatisfying(
                            Refused.class, e -> assertThat(e.code()).isEqualTo("wrong-password"));

        assertThat(people.callerOf(signedIn).username()).isEqualTo("mira");
        people.signIn("mira", TestCloudLab.PASSWORD);
        assertThat(people.auditedActions()).contains("user.password.change.failed");
    }

    @Test
    void newPasswordObeysTheRules() {
        Caller caller = people.callerOf(people.signIn("mira", TestCloudLab.PASSWORD));
        for (String bad : List.of("short", "x".repeat(73), "QWERTYUIOP"))
            assertThatThrownBy(() -> passwords.change(caller, TestCloudLab.PASSWORD.toCharArray(), bad.toCharArray()))
                    .isInstanceOfSatisfying(
                            InvalidInput.class,
                            e -> assertThat(e.violations().get(0).member()).isEqualTo("new_password"));
    }

    @Test
    void onlyUsersCanChangeAPassword() {
        for (Caller caller : List.of(ANONYMOUS, lab.cloudLab().system("test")))
            assertThatThrownBy(() -> passwords.change(caller, TestCloudLab.PASSWORD.toCharArray(), NEW.toCharArray()))
                    .isInstanceOf(Unauthenticated.class);
    }

    @Test
    void forgottenPasswordIsReplacedByMailAndEndsAllSessions() {
        SignedIn before = people.signIn("mira", TestCloudLab.PASSWORD);
        passwords.requestReset(ANONYMOUS, "  MIRA@lab.test ");
        Mail mail = mailer.await(1);

        assertThat(mail.to().value()).isEqualTo("mira@lab.test");
        assertThat(mail.text()).contains("https://lab.test/#reset-password-").contains("mira");
        passwords.reset(ANONYMOUS, tokenIn(mail), NEW.toCharArray());

        assertThatThrownBy(() -> people.callerOf(before)).isInstanceOf(Unauthenticated.class);
        people.signIn("mira", NEW);
        assertThat(people.auditedActions()).contains("auth.password_reset.request", "auth.password_reset");
        assertThat(lab.audit().toString()).doesNotContain(tokenIn(mail)).doesNotContain("horse");
    }

    @Test
    void noMailIsSentToAddressesOfNoActiveUser() {
        people.invite(root, "invited");
        mailer.await(1);
        User off = withEmail(lab.user("off"));
        lab.cloudLab().users().deactivate(root, off.id());

        for (String address : List.of("nobody@lab.test", "invited@lab.test", "off@lab.test", "", "a,b", "x\r\nBcc: y"))
            passwords.requestReset(ANONYMOUS, address);

        passwords.requestReset(ANONYMOUS, "mira@lab.test");
        assertThat(mailer.await(2).to().value()).isEqualTo("mira@lab.test");
        assertThat(people.auditedActions())
                .filteredOn("auth.password_reset.request"::equals)
                .hasSize(7);
    }

    @Test
    void ofConcurrentResetsExactlyOneSucceeds() {
        String token = resetToken();
        assertThat(Race.of(
                        50,
                        number -> Race.succeeds(
                                Refused.class,
                                () -> passwords.reset(ANONYMOUS, token, ("password of " + number).toCharArray()))))
                .containsOnlyOnce(true);
        assertTokenRefused(token);
    }

    @Test
    void refusedTokenIsAudited() {
        assertTokenRefused("made-up");

        AuditEntry last = lab.audit().get(lab.audit().size() - 1);
        assertThat(last.action()).isEqualTo("auth.password_reset.failed");
        assertThat(last.ipAddress()).isEqualTo("203.0.113.9");
        assertThat(last.toString()).doesNotContain("made-up");
    }

    @Test
    void newResetInvalidatesTheFormer() {
        String first = resetToken();
        String second = resetToken();
        assertTokenRefused(first);
        passwords.reset(ANONYMOUS, second, NEW.toCharArray());
    }

    @Test
    void resetExpiresAfterAnHour() {
        String token = resetToken();
        lab.clock().advance(Duration.ofHours(1));
        assertTokenRefused(token);
    }

    @Test
    void badPasswordDoesNotSpendTheResetToken() {
        String token = resetToken();
        assertThatThrownBy(() -> passwords.reset(ANONYMOUS, token, "short".toCharArray()))
                .isInstanceOf(InvalidInput.class);
        passwords.reset(ANONYMOUS, token, NEW.toCharArray());
    }

    @Test
    void deactivationNewAddressAndNewPasswordInvalidateResets() {
        String token = resetToken();
        passwords.change(
                people.callerOf(people.signIn("mira", TestCloudLab.PASSWORD)),
                TestCloudLab.PASSWORD.toCharArray(),
                NEW.toCharArray());
        assertTokenRefused(token);

        String second = resetToken();
        lab.cloudLab().users().change(root, mira.id(), new UserChange(null, "new@lab.test", null));
        assertTokenRefused(second);

        String third = resetToken();
        lab.cloudLab().users().deactivate(root, mira.id());
        assertTokenRefused(third);
    }

    @Test
    void invitationTokenCannotResetAPassword() {
        people.invite(root, "tom");
        assertTokenRefused(tokenIn(mailer.await(1)));
    }

    @Test
    void resetOfAnInvitedUserAcceptsTheInvitation() {
        Invited invited = people.invite(root, "tom");
        String invitation = tokenIn(mailer.await(1));
        int id = invited.profile().user().id();
        passwords.reset(ANONYMOUS, TestPeople.token(passwords.resetLink(root, id)), NEW.toCharArray());

        assertThat(people.signIn("tom", NEW).user().status()).isEqualTo(User.Status.ACTIVE);
        assertThatThrownBy(() -> lab.cloudLab()
                        .invitations()
                        .accept(ANONYMOUS, invitation, "chosen by thief".toCharArray(), null))
                .isInstanceOf(Refused.class);
        people.signIn("tom", NEW);
    }

    @Test
    void onlyAdministratorsGetAResetLink() {
        assertThatThrownBy(() -> passwords.resetLink(lab.caller("eve", Permission.USERS_EDIT), mira.id()))
                .isInstanceOf(Denied.class);
    }

    private String resetToken() {
        return TestPeople.token(passwords.resetLink(root, mira.id()));
    }

    private void assertTokenRefused(String token) {
        assertThatThrownBy(() -> passwords.reset(ANONYMOUS, token, NEW.toCharArray()))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("Invalid or expired");
    }

    private User withEmail(User user) {
        User now = lab.stores().users().find(user.id()).orElseThrow();
        return lab.stores().users().update(now.withProfile("Called " + now.username(), now.username() + "@lab.test"));
    }

    private static String tokenIn(Mail mail) {
        return TestPeople.token(mail.text()
                .lines()
                .filter(line -> line.contains("#"))
                .findFirst()
                .orElseThrow());
    }
}
