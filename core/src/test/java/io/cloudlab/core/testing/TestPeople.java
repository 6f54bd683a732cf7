package io.cloudlab.core.testing;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.access.Role;
import io.cloudlab.core.identity.Invited;
import io.cloudlab.core.identity.session.SignedIn;
import io.cloudlab.core.identity.user.NewUser;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Common steps of account tests on a {@link TestCloudLab}. */
public final class TestPeople {
    private final TestCloudLab lab;

    public TestPeople(TestCloudLab lab) {
        this.lab = lab;
    }

    /** Sets the system up; a caller for its super-admin. */
    public Caller administrator() {
        return callerOf(lab.setUp("root"));
    }

    public Caller callerOf(SignedIn signedIn) {
        return lab.cloudLab().signIn().caller(signedIn.session(), "203.0.113.9");
    }

    public SignedIn signIn(String username, String password) {
        return lab.cloudLab().signIn().signIn(Caller.anonymous("203.0.113.9"), username, password.toCharArray());
    }

    public Role role(String name, Permission... permissions) {
        return lab.stores().roles().insert(name, "", false, lab.clock().instant(), Set.of(permissions));
    }

    /** Invites a user with the address {@code username@lab.test}. */
    public Invited invite(Caller caller, String username, Role... roles) {
        List<Integer> ids = Arrays.stream(roles).map(Role::id).toList();
        return lab.cloudLab().invitations().invite(caller, new NewUser(username, username + "@lab.test", null, ids));
    }

    /** The token at the end of a link. */
    public static String token(String link) {
        String mark = link.contains("#accept-invite-") ? "#accept-invite-" : "#reset-password-";
        return link.substring(link.indexOf(mark) + mark.length());
    }

    public List<String> auditedActions() {
        return lab.audit().stream().map(entry -> entry.action()).toList();
    }
}
