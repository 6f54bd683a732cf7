package io.cloudlab.core.testing.contract;

import static io.cloudlab.core.testing.SampleUsers.user;
import static io.cloudlab.core.testing.SampleUsers.withEmail;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.identity.user.User;
import io.cloudlab.core.identity.user.UserStore;
import io.cloudlab.core.identity.user.Username;
import io.cloudlab.core.shared.Conflict;
import io.cloudlab.core.shared.StaleWrite;
import io.cloudlab.core.testing.Race;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What every {@link UserStore} does. */
public interface UserStoreContract extends StoresContract {
    @Test
    default void storeWithoutUsersIsEmptyUntilTheFirst() {
        assertThat(stores().users().isEmpty()).isTrue();
        stores().users().insert(user("mira"));
        assertThat(stores().users().isEmpty()).isFalse();
    }

    @Test
    default void userComesBackAsItWasStored() {
        User full = new User(
                99,
                new Username("Mira_1"),
                "Mira@Lab.test",
                "Mira \u00e4\ud83d\ude80",
                "h",
                false,
                7,
                NOON,
                NOON,
                NOON,
                4);
        User kept = stores().users().insert(full);

        assertThat(kept).isEqualTo(full.withId(kept.id()));
        assertThat(stores().users().find(kept.id())).contains(kept);
    }

    @Test
    default void userNeedsNeitherEmailNorNameNorPassword() {
        User bare = new User(0, new Username("bare"), null, null, null, true, 0, NOON, null, null, 0);
        User kept = stores().users().insert(bare);
        stores().users().insert(user("bare_2", null));

        assertThat(stores().users().find(kept.id())).contains(bare.withId(kept.id()));
    }

    @Test
    default void usersGetDifferentIds() {
        assertThat(stores().users().insert(user("mira")).id())
                .isNotEqualTo(stores().users().insert(user("tom")).id());
    }

    @Test
    default void userIsFoundByNameInAnyCase() {
        User kept = stores().users().insert(user("Mira"));
        assertThat(stores().users().findByUsername(new Username("mIRA"))).contains(kept);
        assertThat(stores().users().findByUsername(new Username("miro"))).isEmpty();
        assertThat(stores().users().find(kept.id() + 1)).isEmpty();
    }

    @Test
    default void usernameIsTakenInAnyCase() {
        stores().users().insert(user("mira"));
        assertThatThrownBy(() -> stores().users().insert(user("MIRA", "other@lab.test")))
                .isInstanceOfSatisfying(
                        Conflict.class, e -> assertThat(e.code()).isEqualTo("username-taken"));
    }

    @Test
    default void emailAddressIsTakenInAnyCase() {
        stores().users().insert(user("mira", "mira@lab.test"));
        assertThatThrownBy(() -> stores().users().insert(user("tom", "MIRA@lab.test")))
                .isInstanceOfSatisfying(
                        Conflict.class, e -> assertThat(e.code()).isEqualTo("email-taken"));
    }

    @Test
    default void takenUsernameIsNamedBeforeATakenEmailAddress() {
        stores().users().insert(user("mira", "mira@lab.test"));
        assertThatThrownBy(() -> stores().users().insert(user("mira", "mira@lab.test")))
                .isInstanceOfSatisfying(
                        Conflict.class, e -> assertThat(e.code()).isEqualTo("username-taken"));
    }

    @Test
    default void refusedUserLeavesTheTransactionUsable() {
        stores().users().insert(user("mira"));
        stores().transactions().run(() -> {
            assertThatThrownBy(() -> stores().users().insert(user("mira"))).isInstanceOf(Conflict.class);
            stores().users().insert(user("tom"));
        });
        assertThat(stores().users().findByUsername(new Username("tom"))).isPresent();
    }

    @Test
    default void updateReplacesAndCountsUp() {
        User kept = stores().users().insert(user("mira"));
        User now = stores().users().update(withEmail(kept, "new@lab.test"));

        assertThat(now).isEqualTo(withEmail(kept, "new@lab.test").withVersion(kept.version() + 1));
        assertThat(stores().users().find(kept.id())).contains(now);
    }

    @Test
    default void secondWriterOfTheSameVersionOfAUserIsRefused() {
        User read = stores().users().insert(user("mira"));
        User kept = stores().users().update(withEmail(read, "first@lab.test"));

        assertThatThrownBy(() -> stores().users().update(withEmail(read, "second@lab.test")))
                .isInstanceOf(StaleWrite.class);
        assertThat(stores().users().find(read.id())).contains(kept);
    }

    @Test
    default void userThatIsNotThereCannotBeUpdated() {
        assertThatThrownBy(() -> stores().users().update(user("mira").withId(5)))
                .isInstanceOf(StaleWrite.class);
    }

    @Test
    default void updateToATakenEmailAddressIsRefusedAndLeavesTheTransactionUsable() {
        stores().users().insert(user("mira"));
        User tom = stores().users().insert(user("tom"));
        stores().transactions().run(() -> {
            assertThatThrownBy(() -> stores().users().update(withEmail(tom, "Mira@lab.test")))
                    .isInstanceOfSatisfying(
                            Conflict.class, e -> assertThat(e.code()).isEqualTo("email-taken"));
            stores().users().insert(user("ada"));
        });
        assertThat(stores().users().find(tom.id())).contains(tom);
        assertThat(stores().users().findByUsername(new Username("ada"))).isPresent();
    }

    @Test
    default void signInIsRecordedWithoutANewVersion() {
        User kept = stores().users().insert(user("mira"));
        stores().users().recordSignIn(kept.id(), NOON.plusSeconds(1));

        User now = stores().users().find(kept.id()).orElseThrow();
        assertThat(now.lastLoginAt()).isEqualTo(NOON.plusSeconds(1));
        assertThat(now.version()).isEqualTo(kept.version());
    }

    @Test
    default void updateKeepsASignInThatCameInBetween() {
        User read = stores().users().insert(user("mira"));
        stores().users().recordSignIn(read.id(), NOON);
        User now = stores().users().update(withEmail(read, "new@lab.test"));

        assertThat(now.lastLoginAt()).isEqualTo(NOON);
        assertThat(stores().users().find(read.id())).contains(now);
    }

    @Test
    default void setupIsClaimedOnceForEver() {
        assertThat(stores().users().claimSetup()).isTrue();
        assertThat(stores().users().claimSetup()).isFalse();
    }

    @Test
    default void claimOfSetupIsGivenBackByARollback() {
        assertThatThrownBy(() -> stores().transactions().run(() -> {
                    assertThat(stores().users().claimSetup()).isTrue();
                    throw new IllegalArgumentException("changed my mind");
                }))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(stores().users().claimSetup()).isTrue();
    }

    @Test
    default void secondSetupClaimWaitsForTheFirst() throws InterruptedException {
        AtomicReference<Boolean> second = new AtomicReference<>();
        Thread other = new Thread(() -> second.set(stores().users().claimSetup()));
        stores().transactions().run(() -> {
            stores().users().claimSetup();
            other.start();
            Race.letGetStuck(other);
            assertThat(second.get()).isNull();
        });
        other.join();
        assertThat(second.get()).isFalse();
    }

    @Test
    default void ofManyWhoClaimSetupOneGetsIt() {
        assertThat(Race.of(
                        20,
                        each -> stores().transactions()
                                .call(() -> stores().users().claimSetup())))
                .containsOnlyOnce(true);
    }

    @Test
    default void ofManyWhoWantANameOneGetsIt() {
        assertThat(Race.of(
                        50,
                        each -> Race.succeeds(
                                Conflict.class, () -> stores().users().insert(user("mira", each + "@lab.test")))))
                .containsOnlyOnce(true);
    }
}
