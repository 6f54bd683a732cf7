package io.cloudlab.core.access;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where roles, their permissions and who holds them are kept. Implementations are thread-safe. */
public interface RoleStore {
    /**
     * Makes the stored permissions equal to {@code inOrder}: adds what is missing, updates labels and descriptions, and
     * removes what is no longer listed, from roles too. Doing it again changes nothing.
     */
    void savePermissions(List<PermissionInfo> inOrder);

    /** All stored permissions in the order in which they were first saved. */
    List<PermissionInfo> permissions();

    /** @throws io.cloudlab.core.shared.Conflict with code {@code role-exists} if the name is taken */
    Role insert(String name, String description, boolean system, Instant createdAt, Set<Permission> permissions);

    Optional<Role> findByName(String name);

    /** The roles a user holds, by id. */
    List<Role> rolesOf(int userId);

    /**
     * Makes the user hold exactly these roles.
     *
     * @throws io.cloudlab.core.shared.NotFound if there is no such user or role; nothing is written
     */
    void assign(int userId, Collection<Integer> roleIds);
}
