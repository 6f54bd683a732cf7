package io.cloudlab.core.access;

import java.util.List;

/** A role with how many users hold it. {@code permissions} are in the order of the list of permissions. */
public record RoleSummary(Role role, int userCount, List<StoredPermission> permissions) {}
