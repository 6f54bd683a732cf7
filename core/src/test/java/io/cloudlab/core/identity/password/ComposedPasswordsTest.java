package io.cloudlab.core.identity.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.identity.session.Unauthenticated;
import io.cloudlab.core.identity.user.User;
import io.cloudlab.core.identity.user.Username;
import io.cloudlab.core.testing.TestCloudLab;
import io.cloudlab.core.testing.TestPeople;
import io.cloudlab.core.testing.fake.PlainPasswordHasher;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The same password, typed on devices that compose letters otherwise. */
class ComposedPasswordsTest {
    private static final String COMPOSED = "gr\u00fc\u00dfe aus K\u00f6ln";
    private static final String DECOMPOSED = "gru\u0308\u00dfe aus Ko\u0308ln";

    private final TestCloudLab lab = new TestCloudLab();
    private final TestPeople people = new TestPeople(lab);

    @AfterEach
    void close() {
        lab.close();
    }

    private void store(String name, String hash) {
        Instant now = lab.clock().instant();
        lab.stores().users().insert(new User(0, new Username(name), null, null, hash, true, 0, now, null, now, 0));
    }

    @Test
    void passwordIsTheSameHoweverItIsComposed() {
        Caller root = people.administrator();
        String token = TestPeople.token(people.invite(root, "mira").link());
        lab.cloudLab().invitations().accept(Caller.anonymous(null), token, DECOMPOSED.toCharArray(), null);

        assertThat(people.signIn("mira", COMPOSED).user().username().value()).isEqualTo("mira");
        assertThat(people.signIn("mira", DECOMPOSED).user().username().value()).isEqualTo("mira");
        assertThatThrownBy(() -> people.signIn("mira", COMPOSED.toUpperCase(java.util.Locale.ROOT)))
                .isInstanceOf(Unauthenticated.class);
    }

    @Test
    void currentPasswordIsTheSameToo() {
        store("mira", "plain:" + COMPOSED);
        Caller mira = people.callerOf(people.signIn("mira", DECOMPOSED));

        lab.cloudLab().passwords().change(mira, DECOMPOSED.toCharArray(), "another phrase".toCharArray());

        assertThatCode(() -> people.signIn("mira", "another phrase")).doesNotThrowAnyException();
    }

    @Test
    void passwordHashedAsTypedStaysValid() {
        store("mira", "plain:" + DECOMPOSED);

        assertThatCode(() -> people.signIn("mira", DECOMPOSED)).doesNotThrowAnyException();
    }

    @Test
    void rulesCheckTheComposedForm() {
        assertThatCode(() ->
                        PasswordRules.check("password", "u\u0308".repeat(36).toCharArray(), new PlainPasswordHasher()))
                .doesNotThrowAnyException();
        assertThatThrownBy(() ->
                        PasswordRules.check("password", "u\u0308".repeat(7).toCharArray(), new PlainPasswordHasher()))
                .hasMessageContaining("8 characters");
        assertThat(PasswordRules.fits("u\u0308".repeat(37).toCharArray())).isFalse();
    }

    @Test
    void passwordsOfTheTypicalKindCostNoFurtherWork() {
        store("mira", "plain:correct horse");
        int before = lab.hasher().comparisons();

        assertThatThrownBy(() -> people.signIn("mira", "wrong horse")).isInstanceOf(Unauthenticated.class);

        assertThat(lab.hasher().comparisons()).isEqualTo(before + 1);
    }
}
