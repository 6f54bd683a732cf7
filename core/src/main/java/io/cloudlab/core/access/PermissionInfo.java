package io.cloudlab.core.access;

/** Label and description of a permission, for users who edit roles. */
public record PermissionInfo(Permission permission, String category, String label, String description) {}
