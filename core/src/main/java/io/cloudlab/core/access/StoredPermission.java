package io.cloudlab.core.access;

/** A permission with the number under which it is stored and shown. */
public record StoredPermission(int id, PermissionInfo info) {
    public Permission permission() {
        return info.permission();
    }
}
