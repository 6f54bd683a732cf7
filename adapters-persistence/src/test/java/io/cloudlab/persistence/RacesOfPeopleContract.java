package io.cloudlab.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.CloudLab;
import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Role;
import io.cloudlab.core.identity.user.NewUser;
import io.cloudlab.core.identity.user.User;
import io.cloudlab.core.identity.user.UserChange;
import io.cloudlab.core.identity.user.Username;
import io.cloudlab.core.shared.CloudLabException;
import io.cloudlab.core.shared.Refused;
import io.cloudlab.core.testing.MutableClock;
import io.cloudlab.core.testing.Race;
import io.cloudlab.core.testing.TestPeople;
import io.cloudlab.core.testing.contract.StoresContract;
import io.cloudlab.core.testing.fake.FakeLab;
import io.cloudlab.core.testing.fake.PlainPasswordHasher;
import io.cloudlab.core.vault.MasterKey;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.RepeatedTest;

/** Rules about people that only hold if the transactions of the database hold them. */
interface RacesOfPeopleContract extends StoresContract {
    private CloudLab lab() {
        MutableClock clock = new MutableClock(NOON);
        return CloudLab.builder()
                .stores(stores())
                .labDirectory(new FakeLab(clock))
                .masterKey(MasterKey.generate())
                .passwordHasher(new PlainPasswordHasher())
                .clock(clock)
                .withoutJobs()
                .build();
    }

    private User administrator(String name) {
        User user = stores().users()
                .insert(new User(0, new Username(name), null, null, "hash", true, 0, NOON, null, NOON, 0));
        Role admin = stores().roles().findByName(Role.SUPER_ADMIN).orElseThrow();
        stores().roles().assign(user.id(), List.of(admin.id()));
        return user;
    }

    /** Each of four administrators is removed at the same time. */
    private void oneStays(CloudLab lab, BiConsumer<Caller, Integer> removal) {
        List<User> admins =
                List.of(administrator("one"), administrator("two"), administrator("three"), administrator("four"));
        List<Boolean> removed = Race.of(
                4,
                number -> Race.succeeds(
                        Refused.class,
                        () -> removal.accept(
                                lab.system("remover"), admins.get(number).id())));

        assertThat(removed).containsOnlyOnce(false);
        Role admin = stores().roles().findByName(Role.SUPER_ADMIN).orElseThrow();
        assertThat(stores().users().countActiveHolders(admin.id())).isEqualTo(1);
    }

    @RepeatedTest(3)
    default void oneAdministratorStaysHoweverManyAreDeactivatedAtOnce() {
        CloudLab lab = lab();
        oneStays(lab, (caller, id) -> lab.users().deactivate(caller, id));
    }

    @RepeatedTest(3)
    default void oneAdministratorStaysHoweverManyAreStrippedAndSwitchedOffAtOnce() {
        CloudLab lab = lab();
        oneStays(lab, (caller, id) -> {
            if (id % 2 == 0) lab.users().assignRoles(caller, id, List.of());
            else lab.users().change(caller, id, new UserChange(null, null, false));
        });
    }

    @RepeatedTest(3)
    default void invitationIsAcceptedByOneOfMany() {
        CloudLab lab = lab();
        var invited = lab.invitations().invite(lab.system("test"), new NewUser("mira", "m@lab.test", null, List.of()));
        String token = TestPeople.token(String.valueOf(invited.link()));

        assertThat(Race.of(
                        50,
                        number -> Race.succeeds(
                                CloudLabException.class,
                                () -> lab.invitations()
                                        .accept(
                                                Caller.anonymous(null),
                                                token,
                                                ("password of " + number).toCharArray(),
                                                null))))
                .containsOnlyOnce(true);
    }
}
