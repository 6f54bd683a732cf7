package io.cloudlab.core.access;

import static io.cloudlab.core.access.Permission.*;

import java.util.List;

/** The permissions that exist in every installation, in the order in which they are seeded and shown. */
public final class Permissions {
    public static final List<PermissionInfo> STATIC = List.of(
            info(INSTANCES_VIEW, "instances", "View Instances", "See the cached cloud instances."),
            info(INSTANCES_STOP, "instances", "Stop Instances", "Destroy a single cloud instance."),
            info(INSTANCES_SSH, "instances", "SSH to Instances", "Kept for compatibility; grants nothing."),
            info(INSTANCES_REFRESH, "instances", "Refresh Instances", "Read the instances from the cloud anew."),
            info(SERVICES_VIEW, "services", "View Services", "See services, their scripts and deployments."),
            info(SERVICES_DEPLOY, "services", "Deploy Services", "Deploy services and run their scripts."),
            info(SERVICES_STOP, "services", "Stop Services", "Destroy the instances of a service."),
            info(SERVICES_CONFIG_VIEW, "services", "View Configs", "Read the configuration files of services."),
            info(
                    SERVICES_CONFIG_EDIT,
                    "services",
                    "Edit Configs",
                    "Change the configuration files of services. Together with services.deploy this equals running any code as the server."),
            info(SERVICES_FILES_VIEW, "services", "View Files", "List and download input and output files."),
            info(SERVICES_FILES_EDIT, "services", "Edit Files", "Upload, change and delete input and output files."),
            info(
                    SERVICES_SECRETS_EDIT,
                    "services",
                    "Edit Secrets",
                    "Set and remove secrets of services and of the lab. No one can read them back."),
            info(JOBS_VIEW_OWN, "jobs", "View Own Jobs", "See the jobs one has started."),
            info(JOBS_VIEW_ALL, "jobs", "View All Jobs", "See the jobs of all users."),
            info(JOBS_CANCEL, "jobs", "Cancel Jobs", "Cancel jobs one can see."),
            info(USERS_VIEW, "users", "View Users", "See users and their roles."),
            info(USERS_CREATE, "users", "Create Users", "Invite users."),
            info(USERS_EDIT, "users", "Edit Users", "Change and deactivate users."),
            info(USERS_DELETE, "users", "Delete Users", "Deactivate users."),
            info(USERS_ASSIGN_ROLES, "users", "Assign Roles", "Give roles to users and take them away."),
            info(ROLES_VIEW, "roles", "View Roles", "See roles and permissions."),
            info(ROLES_CREATE, "roles", "Create Roles", "Create roles from permissions one holds."),
            info(ROLES_EDIT, "roles", "Edit Roles", "Change roles within the permissions one holds."),
            info(ROLES_DELETE, "roles", "Delete Roles", "Delete roles without holders."),
            info(SYSTEM_SETTINGS_VIEW, "system", "View Settings", "See the state of the system's settings."),
            info(SYSTEM_SETTINGS_EDIT, "system", "Edit Settings", "Change settings such as the vault password."),
            info(SYSTEM_STOP_ALL, "system", "Stop All", "Destroy all instances of the lab at once."),
            info(SYSTEM_AUDIT_LOG, "system", "View Audit Log", "Read and export the audit log."),
            info(COSTS_VIEW, "costs", "View Costs", "See the cost report."),
            info(COSTS_REFRESH, "costs", "Refresh Costs", "Read the costs from the cloud anew."),
            info(INVENTORY_TAGS_MANAGE, "inventory", "Manage Tags", "Create, change and delete inventory tags."),
            info(
                    INVENTORY_ACL_MANAGE,
                    "inventory",
                    "Manage ACLs",
                    "Set access rules on any service, inventory object or tag."),
            info(TERMINALS_VIEW_ALL, "terminals", "View All Terminals", "See and end the terminals of all users."),
            info(HOSTKEYS_MANAGE, "hostkeys", "Manage Host Keys", "See and drop pinned SSH host keys."));

    private Permissions() {}

    private static PermissionInfo info(Permission permission, String category, String label, String description) {
        return new PermissionInfo(permission, category, label, description);
    }
}
