package io.cloudlab.core.vault;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.audit.AuditTrail;
import io.cloudlab.core.shared.InvalidInput;
import io.cloudlab.core.shared.Transactions;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Keeps the Ansible vault password, sealed. Thread-safe. */
public final class Vault {
    private static final String NAME = "vault-password";
    private static final int MOST_CHARACTERS = 1024;

    private final Transactions transactions;
    private final SecretStore store;
    private final MasterKey key;
    private final AuditTrail audit;

    public Vault(Transactions transactions, SecretStore store, MasterKey key, AuditTrail audit) {
        this.transactions = transactions;
        this.store = store;
        this.key = key;
        this.audit = audit;
    }

    /**
     * Replaces the vault password; it can never be read back by a caller.
     *
     * @throws InvalidInput as {@link #checkPassword}
     */
    public void storePassword(Caller caller, char[] password) {
        caller.require(Permission.SYSTEM_SETTINGS_EDIT);
        checkPassword(password);
        SealedSecret sealed = key.seal(new String(password).getBytes(StandardCharsets.UTF_8), NAME);
        transactions.run(() -> {
            store.put(NAME, sealed);
            audit.record(caller, "vault.password.change", "vault");
        });
    }

    /** The vault password, for jobs and for masking it; never for an answer. */
    public Optional<String> password() {
        return store.find(NAME).map(stored -> new String(key.open(stored, NAME), StandardCharsets.UTF_8));
    }

    /** @throws InvalidInput if Ansible could not be handed the password faithfully */
    public static void checkPassword(char[] password) {
        String text = new String(password);
        if (text.length() < 4 || text.length() > MOST_CHARACTERS) {
            throw new InvalidInput("vault_password", "must have 4 to " + MOST_CHARACTERS + " characters");
        }
        if (!text.equals(text.strip()) || text.chars().anyMatch(c -> c == 0 || c == '\n' || c == '\r')) {
            throw new InvalidInput("vault_password", "must not begin or end with white space or hold line breaks");
        }
    }
}
