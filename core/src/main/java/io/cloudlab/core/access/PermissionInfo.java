package io.cloudlab.core.access;

/** How a permission is shown to the people who hand it out. */
public record PermissionInfo(Permission permission, String category, String label, String description) {}
