package io.cloudlab.core.access;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
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
    List<StoredPermission> permissions();

    /** @throws io.cloudlab.core.shared.Conflict with code {@code role-exists} if the name is taken */
    Role insert(String name, String description, boolean system, Instant createdAt, Set<Permission> permissions);

    Optional<Role> find(int id);

    /** Names are compared by {@link Role#key}, here and for uniqueness. */
    Optional<Role> findByName(String name);

    /** All roles, by id. */
    List<Role> all();

    /**
     * Replaces name, description and permissions of the role with this id.
     *
     * @throws io.cloudlab.core.shared.Conflict with code {@code role-exists} if the name is taken
     * @throws io.cloudlab.core.shared.NotFound if there is no such role
     */
    void update(Role role);

    /**
     * Removes a role. Removing it again changes nothing.
     *
     * @throws io.cloudlab.core.shared.Conflict with code {@code role-in-use} if a user holds it; nothing is written
     */
    void delete(int id);

    /** How many users hold each role; roles without holders may be missing. */
    Map<Integer, Integer> holders();

    /** The roles of several users at once; users without roles may be missing. */
    Map<Integer, List<Role>> rolesOf(Collection<Integer> userIds);

    /** Makes other transactions that call this wait until this one has ended. Call it inside a transaction. */
    void lock();

    /** The roles a user holds, by id. */
    List<Role> rolesOf(int userId);

    /**
     * Makes the user hold exactly these roles.
     *
     * @throws io.cloudlab.core.shared.NotFound if there is no such user or role; nothing is written
     */
    void assign(int userId, Collection<Integer> roleIds);
}
