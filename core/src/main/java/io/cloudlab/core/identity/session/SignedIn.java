package io.cloudlab.core.identity.session;

import io.cloudlab.core.access.Permission;
import io.cloudlab.core.identity.user.User;
import java.util.Set;

/** The result of signing in; {@code permissions} are sorted. */
public record SignedIn(User user, Set<Permission> permissions, Session session) {}
