package io.cloudlab.core.access;

import io.cloudlab.core.shared.InvalidInput;
import java.util.regex.Pattern;

/** The right to do one kind of thing, known by its codename such as {@code services.deploy}. */
public record Permission(String codename) implements Comparable<Permission> {
    private static final Pattern SHAPE = Pattern.compile("\\*|[a-z][a-z0-9_-]*(\\.[a-z][a-z0-9_-]*)+");

    /** Every right there is, present and future. Only the super-admin role holds it. */
    public static final Permission ALL = new Permission("*");

    public static final Permission INSTANCES_VIEW = new Permission("instances.view");
    public static final Permission INSTANCES_STOP = new Permission("instances.stop");
    /** Listed for compatibility; grants nothing. */
    public static final Permission INSTANCES_SSH = new Permission("instances.ssh");

    public static final Permission INSTANCES_REFRESH = new Permission("instances.refresh");
    public static final Permission SERVICES_VIEW = new Permission("services.view");
    public static final Permission SERVICES_DEPLOY = new Permission("services.deploy");
    public static final Permission SERVICES_STOP = new Permission("services.stop");
    public static final Permission SERVICES_CONFIG_VIEW = new Permission("services.config.view");
    public static final Permission SERVICES_CONFIG_EDIT = new Permission("services.config.edit");
    public static final Permission SERVICES_FILES_VIEW = new Permission("services.files.view");
    public static final Permission SERVICES_FILES_EDIT = new Permission("services.files.edit");
    public static final Permission SERVICES_SECRETS_EDIT = new Permission("services.secrets.edit");
    public static final Permission JOBS_VIEW_OWN = new Permission("jobs.view_own");
    public static final Permission JOBS_VIEW_ALL = new Permission("jobs.view_all");
    public static final Permission JOBS_CANCEL = new Permission("jobs.cancel");
    public static final Permission USERS_VIEW = new Permission("users.view");
    public static final Permission USERS_CREATE = new Permission("users.create");
    public static final Permission USERS_EDIT = new Permission("users.edit");
    public static final Permission USERS_DELETE = new Permission("users.delete");
    public static final Permission USERS_ASSIGN_ROLES = new Permission("users.assign_roles");
    public static final Permission ROLES_VIEW = new Permission("roles.view");
    public static final Permission ROLES_CREATE = new Permission("roles.create");
    public static final Permission ROLES_EDIT = new Permission("roles.edit");
    public static final Permission ROLES_DELETE = new Permission("roles.delete");
    public static final Permission SYSTEM_SETTINGS_VIEW = new Permission("system.settings.view");
    public static final Permission SYSTEM_SETTINGS_EDIT = new Permission("system.settings.edit");
    public static final Permission SYSTEM_STOP_ALL = new Permission("system.stop_all");
    public static final Permission SYSTEM_AUDIT_LOG = new Permission("system.audit_log");
    public static final Permission COSTS_VIEW = new Permission("costs.view");
    public static final Permission COSTS_REFRESH = new Permission("costs.refresh");
    public static final Permission INVENTORY_TAGS_MANAGE = new Permission("inventory.tags.manage");
    public static final Permission INVENTORY_ACL_MANAGE = new Permission("inventory.acl.manage");
    public static final Permission TERMINALS_VIEW_ALL = new Permission("terminals.view_all");
    public static final Permission HOSTKEYS_MANAGE = new Permission("hostkeys.manage");

    public Permission {
        if (!SHAPE.matcher(codename).matches()) throw new InvalidInput("permission", "is not a permission's codename");
    }

    /** What may be done with every object of an inventory type, such as {@code inventory.server.view}. */
    public static Permission onType(String type, String name) {
        return new Permission("inventory." + type + "." + name);
    }

    @Override
    public int compareTo(Permission other) {
        return codename.compareTo(other.codename);
    }

    @Override
    public String toString() {
        return codename;
    }
}
