package io.cloudlab.core.inventory.type;

/** Where the objects of a type can come from by themselves. */
public enum SyncAdapter {
    VULTR("vultr", "vultr_inventory"),
    SERVICES("services", "service_discovery"),
    USERS("users", "user_sync"),
    DEPLOYMENTS("deployments", "deployment_sync");

    private final String word;
    private final String other;

    SyncAdapter(String word, String other) {
        this.word = word;
        this.other = other;
    }

    /** The word used in type files. */
    public String word() {
        return word;
    }
}
