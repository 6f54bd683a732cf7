package io.cloudlab.core.vault;

/** Where the vault password comes from. */
public enum VaultStatus {
    /** It was stored, and is sealed in the database. */
    STORED,
    /** None is stored, and the configuration names one. */
    CONFIGURED,
    /** There is none: what is encrypted with Ansible Vault stays closed to jobs. */
    MISSING
}
