package io.cloudlab.core.access;

import io.cloudlab.core.shared.Folded;
import java.time.Instant;
import java.util.Set;

/** A named set of permissions that users hold. {@code system} roles cannot be changed or deleted. */
public record Role(
        int id, String name, String description, boolean system, Instant createdAt, Set<Permission> permissions) {
    /** The system role that holds {@link Permission#ALL}. */
    public static final String SUPER_ADMIN = "super-admin";

    public Role {
        permissions = Set.copyOf(permissions);
    }

    /** The form in which names are compared: without regard to case and letter shape (NFKC). */
    public static String key(String name) {
        return Folded.of(name);
    }
}
