package io.cloudlab.core.identity.session;

import io.cloudlab.core.access.Permission;
import io.cloudlab.core.identity.user.User;
import java.util.Set;

/** What a user is told after signing in; {@code permissions} are sorted. */
public record SignedIn(User user, Set<Permission> permissions, Session session) {}
