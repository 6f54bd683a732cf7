package io.cloudlab.core.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Denied;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.access.Role;
import io.cloudlab.core.audit.AuditEntry;
import io.cloudlab.core.identity.session.SignedIn;
import io.cloudlab.core.identity.user.NewUser;
import io.cloudlab.core.identity.user.User;
import io.cloudlab.core.identity.user.UserChange;
import io.cloudlab.core.identity.user.Username;
import io.cloudlab.core.shared.InvalidInput;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.core.shared.Refused;
import io.cloudlab.core.testing.Race;
import io.cloudlab.core.testing.TestCloudLab;
import io.cloudlab.core.testing.TestPeople;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InvitationsTest {
    private static final Caller ANONYMOUS = Caller.anonymous("203.0.113.9");

    private final TestCloudLab lab =
            new TestCloudLab(builder -> builder.publicUrl(() -> URI.create("https://lab.test/")));
    private final TestPeople people = new TestPeople(lab);
    private final Invitations invitations = lab.cloudLab().invitations();
    private final Caller root = people.administrator();
    private final Role viewer = people.role("viewer", Permission.SERVICES_VIEW);

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void invitedUserChoosesAPasswordAndHasTheRights() {
        Invited invited = people.invite(root, "mira", viewer);
        assertThat(invited.mailed()).isFalse();
        assertThat(invited.profile().user().status()).isEqualTo(User.Status.INVITED);
        assertThat(invited.link()).startsWith("https://lab.test/#accept-invite-");
        assertThat(TestPeople.token(invited.link())).matches("[A-Za-z0-9_-]{64}");

        SignedIn mira = accept(invited.link());

        assertThat(mira.user().status()).isEqualTo(User.Status.ACTIVE);
        assertThat(mira.user().displayName()).isEqualTo("Mira");
        assertThat(people.callerOf(mira).permissions()).containsExactly(Permission.SERVICES_VIEW);
        assertThat(people.signIn("mira", "chosen by mira").user().id())
                .isEqualTo(mira.user().id());
        User stored = lab.stores().users().find(mira.user().id()).orElseThrow();
        assertThat(stored.lastLoginAt()).isEqualTo(lab.clock().instant());
        assertThat(stored.inviteAcceptedAt()).isEqualTo(lab.clock().instant());
        assertThat(stored.email()).isEqualTo("mira@lab.test");
    }

    @Test
    void invitationAndItsAcceptanceAreAuditedWithoutTheToken() {
        Invited invited = people.invite(root, "mira", viewer);
        accept(invited.link());

        int id = invited.profile().user().id();
        AuditEntry invite = lab.audit().get(lab.audit().size() - 2);
        assertThat(invite.action()).isEqualTo("user.invite");
        assertThat(invite.resource()).isEqualTo("users/" + id);
        assertThat(invite.username()).isEqualTo("root");
        assertThat(invite.details()).isEqualTo(Map.of("username", "mira", "roles", List.of(viewer.name())));
        AuditEntry accept = lab.audit().get(lab.audit().size() - 1);
        assertThat(accept.action()).isEqualTo("user.invite.accept");
        assertThat(accept.userId()).isEqualTo(id);
        assertThat(accept.ipAddress()).isEqualTo("203.0.113.9");
        assertThat(lab.audit().toString())
                .doesNotContain(TestPeople.token(invited.link()))
                .doesNotContain("chosen by mira");
        assertThat(invited.toString()).doesNotContain(TestPeople.token(invited.link()));
    }

    @Test
    void ofConcurrentAcceptancesExactlyOneSucceeds() {
        String token = TestPeople.token(people.invite(root, "mira").link());

        assertThat(Race.of(
                        50,
                        number -> Race.succeeds(
                                Refused.class,
                                () -> invitations.accept(
                                        ANONYMOUS, token, ("password of " + number).toCharArray(), null))))
                .containsOnlyOnce(true);
        assertThat(people.auditedActions()).containsOnlyOnce("user.invite.accept");
    }

    @Test
    void invitationCanBeAcceptedOnce() {
        String link = people.invite(root, "mira").link();
        accept(link);

        assertTokenRefused(link);
        assertThat(people.signIn("mira", "chosen by mira").user().displayName()).isEqualTo("Mira");
    }

    @Test
    void badPasswordOrNameDoesNotSpendTheToken() {
        String link = people.invite(root, "mira").link();
        for (String bad : List.of("short", "x".repeat(73), "Password123"))
            assertThatThrownBy(() -> invitations.accept(ANONYMOUS, TestPeople.token(link), bad.toCharArray(), null))
                    .isInstanceOfSatisfying(
                            InvalidInput.class,
                            e -> assertThat(e.violations().get(0).member()).isEqualTo("password"));
        assertThatThrownBy(() ->
                        invitations.accept(ANONYMOUS, TestPeople.token(link), "chosen by mira".toCharArray(), "a\nb"))
                .isInstanceOf(InvalidInput.class);

        accept(link);
    }

    @Test
    void invitationExpiresAfterThreeDays() {
        String link = people.invite(root, "mira").link();
        lab.clock().advance(Duration.ofHours(72));
        assertTokenRefused(link);
    }

    @Test
    void invitationIsValidUntilJustBeforeThreeDays() {
        String link = people.invite(root, "mira").link();
        lab.clock().advance(Duration.ofHours(72).minusMillis(1));
        accept(link);
    }

    @Test
    void unknownTokensAndTokensOfOtherPurposesAreRefused() {
        User tom = lab.user("tom");
        String reset = lab.cloudLab().passwords().resetLink(root, tom.id());

        assertTokenRefused(reset);
        for (String madeUp : List.of("", "x", "\u0000", "a".repeat(100_000), "\ud83d\ude80"))
            assertTokenRefused("#accept-invite-" + madeUp);
        lab.cloudLab().passwords().reset(ANONYMOUS, TestPeople.token(reset), "chosen by tom".toCharArray());
    }

    @Test
    void refusedTokenIsAuditedAndABadPasswordIsNot() {
        String token = TestPeople.token(people.invite(root, "mira").link());
        int before = lab.audit().size();

        assertTokenRefused("#accept-invite-made-up");
        assertThatThrownBy(() -> lab.cloudLab().invitations().accept(ANONYMOUS, token, "short".toCharArray(), null))
                .isInstanceOf(InvalidInput.class);

        assertThat(lab.audit().subList(before, lab.audit().size()))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.action()).isEqualTo("user.invite.accept.failed");
                    assertThat(entry.resource()).isEqualTo("auth");
                    assertThat(entry.userId()).isNull();
                    assertThat(entry.ipAddress()).isEqualTo("203.0.113.9");
                    assertThat(entry.toString()).doesNotContain("made-up");
                });
    }

    @Test
    void deactivationInvalidatesTheInvitation() {
        Invited invited = people.invite(root, "mira");
        int id = invited.profile().user().id();
        lab.cloudLab().users().deactivate(root, id);
        assertTokenRefused(invited.link());

        lab.cloudLab().users().change(root, id, new UserChange(null, null, true));
        assertTokenRefused(invited.link());
    }

    @Test
    void newInvitationInvalidatesTheFormer() {
        Invited first = people.invite(root, "mira");
        Invited second = invitations.resend(root, first.profile().user().id());

        assertTokenRefused(first.link());
        accept(second.link());
        assertThat(people.auditedActions()).contains("user.invite.resend");
    }

    @Test
    void onlyInvitedUsersCanBeInvitedAgain() {
        Invited invited = people.invite(root, "mira");
        int id = invited.profile().user().id();
        accept(invited.link());
        refuses("already-accepted", () -> invitations.resend(root, id));

        Invited off = people.invite(root, "tom");
        lab.cloudLab().users().deactivate(root, off.profile().user().id());
        refuses(
                "user-inactive",
                () -> invitations.resend(root, off.profile().user().id()));
        assertThatThrownBy(() -> invitations.resend(root, 999)).isInstanceOf(NotFound.class);
    }

    @Test
    void namesAndAddressesAreTakenInAnyCase() {
        people.invite(root, "mira");
        refuses("username-taken", () -> invitations.invite(root, new NewUser("MIRA", "x@lab.test", null, List.of())));
        refuses(
                "email-taken",
                () -> invitations.invite(root, new NewUser("mira2", " Mira@LAB.test ", null, List.of())));
        assertThat(lab.stores().users().findByUsername(new Username("mira2"))).isEmpty();
    }

    @Test
    void inviterMustHoldTheRightsOfTheRoles() {
        Caller inviter = lab.caller("inviter", Permission.USERS_CREATE, Permission.SERVICES_VIEW);
        Role deployer = people.role("deployer", Permission.SERVICES_VIEW, Permission.SERVICES_DEPLOY);

        people.invite(inviter, "mira", viewer);
        assertThatThrownBy(() -> people.invite(inviter, "tom", viewer, deployer))
                .isInstanceOf(Denied.class)
                .hasMessage("Permission denied: services.deploy");
        assertThat(lab.stores().users().findByUsername(new Username("tom"))).isEmpty();
        Role admin = lab.stores().roles().findByName(Role.SUPER_ADMIN).orElseThrow();
        assertThatThrownBy(() -> people.invite(inviter, "tom", admin)).isInstanceOf(Denied.class);
        assertThatThrownBy(() -> people.invite(lab.caller("nobody"), "tom"))
                .hasMessage("Permission denied: users.create");
    }

    @Test
    void resendingAnInvitationNeedsTheRightsOfTheUser() {
        Role deployer = people.role("deployer", Permission.SERVICES_DEPLOY);
        Invited invited = people.invite(root, "mira", deployer);
        Caller inviter = lab.caller("inviter", Permission.USERS_CREATE);

        assertThatThrownBy(() ->
                        invitations.resend(inviter, invited.profile().user().id()))
                .isInstanceOf(Denied.class);
        accept(invited.link());
    }

    @Test
    void invitationWithUnknownRoleIsRefused() {
        refuses(
                "unknown-role",
                () -> invitations.invite(root, new NewUser("mira", "m@lab.test", null, List.of(viewer.id(), 999))));
        assertThat(lab.stores().users().findByUsername(new Username("mira"))).isEmpty();
        assertThat(people.auditedActions()).doesNotContain("user.invite");
    }

    @Test
    void roleGivenTwiceIsHeldOnce() {
        Invited invited = people.invite(root, "mira", viewer, viewer);
        assertThat(invited.profile().roles()).containsExactly(viewer);
        assertThat(lab.stores().roles().holders()).containsEntry(viewer.id(), 1);
    }

    private SignedIn accept(String link) {
        return invitations.accept(ANONYMOUS, TestPeople.token(link), "chosen by mira".toCharArray(), " Mira ");
    }

    private void assertTokenRefused(String link) {
        assertThatThrownBy(() -> accept(link)).isInstanceOf(Refused.class).hasMessageContaining("Invalid or expired");
    }

    private static void refuses(String code, Runnable work) {
        assertThatThrownBy(work::run)
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo(code));
    }
}
