package io.cloudlab.core.vault;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.audit.AuditTrail;
import io.cloudlab.core.shared.InvalidInput;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.core.shared.Transactions;
import io.cloudlab.core.shared.Utf8Text;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps the Ansible vault password, sealed. Thread-safe. */
public final class Vault {
    private static final String NAME = "vault-password";
    private static final String PROOF = "master-key-proof";
    private static final int MIN_NEW_CHARACTERS = 8;
    private static final int MAX_CHARACTERS = 1024;

    private final Transactions transactions;
    private final SecretStore store;
    private final MasterKey key;
    private final AuditTrail audit;
    private final @Nullable String fallback;

    /** @param fallback the vault password for as long as none is stored, or null */
    public Vault(
            Transactions transactions, SecretStore store, MasterKey key, AuditTrail audit, @Nullable String fallback) {
        this.transactions = transactions;
        this.store = store;
        this.key = key;
        this.audit = audit;
        this.fallback = fallback;
        if (fallback != null) checkPassword("vault_password", fallback.toCharArray());
    }

    /**
     * Makes sure that this is the key the stored secrets were sealed with; the first key ever used is remembered.
     *
     * @throws WrongKey if it is another one
     */
    public void proveKey() {
        transactions.run(() -> {
            Optional<SealedSecret> proof = store.find(PROOF);
            if (proof.isPresent()) key.open(proof.get(), PROOF);
            else store.put(PROOF, key.seal(new byte[0], PROOF));
        });
    }

    /** Whether secrets were sealed with some master key. */
    public static boolean isSealed(SecretStore store) {
        return store.find(PROOF).isPresent();
    }

    /** @throws WrongKey if the stored secrets were sealed with another key */
    public static void prove(SecretStore store, MasterKey key) {
        store.find(PROOF).ifPresent(proof -> key.open(proof, PROOF));
    }

    /**
     * Replaces the vault password; it can never be read back by a caller. Jobs that were accepted before keep the one they
     * were accepted with.
     *
     * @throws InvalidInput as {@link #checkNewPassword}, for the member {@code password}
     */
    public void storePassword(Caller caller, char[] password) {
        caller.require(Permission.SYSTEM_SETTINGS_EDIT);
        checkNewPassword("password", password);
        SealedSecret sealed = key.seal(new String(password).getBytes(StandardCharsets.UTF_8), NAME);
        transactions.run(() -> {
            store.put(NAME, sealed);
            audit.record(caller, "vault.password.change", "vault");
        });
    }

    /**
     * Forgets the stored vault password; the configured one applies again, if there is one.
     *
     * @throws NotFound if none is stored
     */
    public void forgetPassword(Caller caller) {
        caller.require(Permission.SYSTEM_SETTINGS_EDIT);
        transactions.run(() -> {
            if (!store.remove(NAME)) throw new NotFound("vault-password");
            audit.record(caller, "vault.password.remove", "vault");
        });
    }

    public VaultStatus status(Caller caller) {
        caller.require(Permission.SYSTEM_SETTINGS_VIEW);
        if (store.find(NAME).isPresent()) return VaultStatus.STORED;
        return fallback == null ? VaultStatus.MISSING : VaultStatus.CONFIGURED;
    }

    /** The vault password, for jobs and for masking it; never for an answer. */
    public Optional<String> password() {
        return store.find(NAME)
                .map(stored -> new String(key.open(stored, NAME), StandardCharsets.UTF_8))
                .or(() -> Optional.ofNullable(fallback));
    }

    /**
     * As {@link #checkPassword}, for a password that is to be stored: a short one could be guessed from what it encrypts.
     *
     * @throws InvalidInput also if it has fewer than {@value #MIN_NEW_CHARACTERS} characters
     */
    public static void checkNewPassword(String member, char[] password) {
        if (password.length < MIN_NEW_CHARACTERS) {
            throw new InvalidInput(member, "must have " + MIN_NEW_CHARACTERS + " to " + MAX_CHARACTERS + " characters");
        }
        checkPassword(member, password);
    }

    /**
     * What a password must be like that is there already, such as that of an existing vault.
     *
     * @param member what the one who sent it calls it
     * @throws InvalidInput if Ansible could not be handed the password faithfully
     */
    public static void checkPassword(String member, char[] password) {
        String text = new String(password);
        if (text.length() < 4 || text.length() > MAX_CHARACTERS) {
            throw new InvalidInput(member, "must have 4 to " + MAX_CHARACTERS + " characters");
        }
        if (!text.equals(text.strip()) || text.chars().anyMatch(c -> c == '\n' || c == '\r')) {
            throw new InvalidInput(member, "must not begin or end with white space or hold line breaks");
        }
        Utf8Text.flaw(text).ifPresent(flaw -> {
            throw new InvalidInput(member, "must not hold " + flaw);
        });
    }
}
