package io.cloudlab.core.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.access.Role;
import io.cloudlab.core.identity.user.User;
import io.cloudlab.core.identity.user.UserStore;
import io.cloudlab.core.identity.user.Username;
import io.cloudlab.core.shared.EmailAddress;
import io.cloudlab.core.shared.Page;
import io.cloudlab.core.shared.PageRequest;
import io.cloudlab.core.testing.SampleUsers;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How every {@link UserStore} lists, finds and counts. */
public interface UserListContract extends StoresContract {
    private User insert(String name, @Nullable String email, @Nullable String displayName, boolean active) {
        boolean accepted = !name.startsWith("invited");
        return stores().users()
                .insert(new User(
                        0,
                        new Username(name),
                        email,
                        displayName,
                        accepted ? "hash" : null,
                        active,
                        0,
                        NOON,
                        null,
                        accepted ? NOON : null,
                        0));
    }

    private List<String> found(@Nullable String search, User.@Nullable Status status) {
        Page<User> page = stores().users().list(search, status, new PageRequest(1, 50));
        List<String> names =
                page.items().stream().map(user -> user.username().value()).toList();
        assertThat(page.total()).isEqualTo(names.size());
        return names;
    }

    @Test
    default void usersAreListedByIdWithTheirTotal() {
        for (String name : List.of("zoe", "adam", "mira", "tom", "eve")) insert(name, null, null, true);

        List<String> seen = new ArrayList<>();
        for (int number = 1; number <= 3; number++) {
            Page<User> page = stores().users().list(null, null, new PageRequest(number, 2));
            assertThat(page.total()).isEqualTo(5);
            page.items().forEach(user -> seen.add(user.username().value()));
        }
        assertThat(seen).containsExactly("zoe", "adam", "mira", "tom", "eve");
        assertThat(stores().users().list(null, null, new PageRequest(9, 2)).total())
                .isEqualTo(5);
    }

    @Test
    default void listWithoutUsersIsEmpty() {
        assertThat(found(null, null)).isEmpty();
    }

    @Test
    default void searchForUsersLooksIntoNameAddressAndDisplayNameInAnyCase() {
        insert("mira", "m.ira@lab.test", "Mira \u00c4rger", true);
        insert("tom", "tom@other.test", null, true);
        insert("bare", null, null, true);

        assertThat(found("MIR", null)).containsExactly("mira");
        assertThat(found("@OTHER", null)).containsExactly("tom");
        assertThat(found("\u00e4RGER", null)).containsExactly("mira");
        assertThat(found("test", null)).containsExactly("mira", "tom");
        assertThat(found("nobody", null)).isEmpty();
    }

    @Test
    default void searchForUsersFindsNamesHoweverTheyAreComposed() {
        insert("mira", null, "J\u00fcrgen", true);
        insert("tom", null, "Ju\u0308rgen", true);
        insert("wide", null, "\uff37\uff29\uff24\uff25", true);

        assertThat(found("j\u00fcrg", null)).containsExactly("mira", "tom");
        assertThat(found("JU\u0308RG", null)).containsExactly("mira", "tom");
        assertThat(found("wide", null)).containsExactly("wide");
    }

    @Test
    default void searchForUsersFollowsTheirChanges() {
        User mira = insert("mira", "mira@lab.test", null, true);
        stores().users().update(SampleUsers.withEmail(mira, "new@lab.test"));

        assertThat(found("mira@", null)).isEmpty();
        assertThat(found("new@", null)).containsExactly("mira");
    }

    @Test
    default void wildcardsInASearchForUsersAreLiteral() {
        insert("a_b", "a_b@lab.test", "100% \\ ?", true);
        insert("axb", "axb@lab.test", "100 x", true);

        for (String literal : List.of("a_", "%", "\\", "?"))
            assertThat(found(literal, null)).containsExactly("a_b");
        assertThat(found("' or 1=1 --", null)).isEmpty();
        assertThat(found("\u0000", null)).isEmpty();
    }

    @Test
    default void usersAreListedByStatus() {
        insert("active", null, null, true);
        insert("inactive", null, null, false);
        insert("invited", null, null, true);
        insert("invited_off", null, null, false);

        assertThat(found(null, User.Status.ACTIVE)).containsExactly("active");
        assertThat(found(null, User.Status.INACTIVE)).containsExactly("inactive");
        assertThat(found(null, User.Status.INVITED)).containsExactly("invited", "invited_off");
        assertThat(found("off", User.Status.INVITED)).containsExactly("invited_off");
        assertThat(found("off", User.Status.ACTIVE)).isEmpty();
    }

    @Test
    default void userIsFoundByAddressInAnyCase() {
        User mira = insert("mira", "Mira@Lab.test", null, true);
        assertThat(stores().users().findByEmail(new EmailAddress("MIRA@lab.TEST")))
                .contains(mira);
        assertThat(stores().users().findByEmail(new EmailAddress("mir@lab.test")))
                .isEmpty();
    }

    @Test
    default void onlyActiveHoldersOfARoleAreCounted() {
        Role role = stores().roles().insert("ops", "", false, NOON, Set.of());
        Role other = stores().roles().insert("other", "", false, NOON, Set.of());
        assertThat(stores().users().countActiveHolders(role.id())).isZero();
        for (String name : List.of("one", "two", "invited"))
            stores().roles().assign(insert(name, null, null, true).id(), List.of(role.id(), other.id()));
        stores().roles().assign(insert("off", null, null, false).id(), List.of(role.id()));
        stores().roles().assign(insert("third", null, null, true).id(), List.of(other.id()));

        assertThat(stores().users().countActiveHolders(role.id())).isEqualTo(2);
        assertThat(stores().users().countActiveHolders(other.id())).isEqualTo(3);
    }
}
