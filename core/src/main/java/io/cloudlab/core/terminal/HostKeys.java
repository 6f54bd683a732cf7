package io.cloudlab.core.terminal;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.audit.AuditTrail;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.core.shared.Page;
import io.cloudlab.core.shared.PageRequest;
import io.cloudlab.core.shared.Transactions;
import io.cloudlab.core.terminal.shell.HostKeyChanged;
import io.cloudlab.core.terminal.shell.ServerKey;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The keys servers are known by: pinned at the first connection, checked at each later one. Dropping one lets
 * the server introduce itself again. Thread-safe.
 */
public final class HostKeys {
    /** What pins of instances begin with; their ids follow. */
    static final String INSTANCE = "vultr:";

    private final Transactions transactions;
    private final HostKeyStore store;
    private final AuditTrail audit;
    private final Clock clock;

    public HostKeys(Transactions transactions, HostKeyStore store, AuditTrail audit, Clock clock) {
        this.transactions = transactions;
        this.store = store;
        this.audit = audit;
        this.clock = clock;
    }

    /** By id. */
    public Page<PinnedKey> list(Caller caller, PageRequest page) {
        caller.require(Permission.HOSTKEYS_MANAGE);
        return store.all(page);
    }

    /** @throws NotFound if there is no such key */
    public void delete(Caller caller, int id) {
        caller.require(Permission.HOSTKEYS_MANAGE);
        transactions.run(() -> {
            PinnedKey key = store.find(id).orElseThrow(() -> new NotFound("host-key"));
            store.delete(id);
            audit.record(caller, "hostkey.delete", "hostkeys/" + id, details(key.host(), key.port(), key.key()));
        });
    }

    /**
     * Drops what is pinned to instances that exist no more.
     *
     * @param instances the ids of those that do
     */
    public void keepOnly(Caller caller, Set<String> instances) {
        transactions.run(() -> {
            for (PinnedKey key : ofInstances()) {
                if (instances.contains(key.pin().substring(INSTANCE.length()))) continue;
                drop(caller, key);
            }
        });
    }

    private List<PinnedKey> ofInstances() {
        List<PinnedKey> found = new ArrayList<>();
        int number = 1;
        for (Page<PinnedKey> page = page(number); !page.items().isEmpty(); page = page(++number))
            page.items().stream().filter(key -> key.pin().startsWith(INSTANCE)).forEach(found::add);
        return found;
    }

    private Page<PinnedKey> page(int number) {
        return store.all(new PageRequest(number, PageRequest.MAX_PER_PAGE));
    }

    /**
     * The key the server must show, or null if it is not known yet. One that was shown at the same address counts for new
     * pins too, so that a further object for the same server does not introduce it again. An instance may have got the
     * address of a server that is gone; for it only the keys of instances count.
     */
    @Nullable
    ServerKey expected(String pin, String host, int port) {
        return store.find(pin)
                .or(() -> store.at(host, port).stream()
                        .filter(known ->
                                !pin.startsWith(INSTANCE) || known.pin().startsWith(INSTANCE))
                        .findFirst())
                .map(PinnedKey::key)
                .orElse(null);
    }

    boolean isPinned(String pin) {
        return store.find(pin).isPresent();
    }

    /** Drops what is pinned, in the transaction this thread is in. */
    void forget(Caller caller, String pin) {
        store.find(pin).ifPresent(key -> drop(caller, key));
    }

    private void drop(Caller caller, PinnedKey key) {
        store.delete(key.id());
        audit.record(caller, "hostkey.delete", "hostkeys/" + key.id(), details(key.host(), key.port(), key.key()));
    }

    /**
     * The server has shown this key, and it was the one {@link #expected} if there was one. Pins it at the first time.
     *
     * @throws HostKeyChanged if another one has been pinned in the meantime
     */
    void confirm(Caller caller, String pin, String host, int port, ServerKey shown) {
        Optional<PinnedKey> known = store.find(pin);
        PinnedKey pinned = known.isPresent() ? known.get() : pin(caller, pin, host, port, shown);
        if (!pinned.key().equals(shown)) throw new HostKeyChanged(shown);
    }

    private PinnedKey pin(Caller caller, String pin, String host, int port, ServerKey shown) {
        return transactions.call(() -> {
            PinnedKey pinned = store.pin(new PinnedKey(0, pin, host, port, shown, clock.instant(), caller.username()));
            if (pinned.key().equals(shown))
                audit.record(caller, "hostkey.pin", "hostkeys/" + pinned.id(), details(host, port, shown));
            return pinned;
        });
    }

    /** Records that a server has shown another key than the pinned one. */
    void refused(Caller caller, String pin, String host, int port, ServerKey shown) {
        transactions.run(() -> {
            String resource = store.find(pin).map(key -> "hostkeys/" + key.id()).orElse("hostkeys");
            audit.record(caller, "hostkey.refused", resource, details(host, port, shown));
        });
    }

    private static Map<String, Object> details(String host, int port, ServerKey key) {
        return Map.of("host", host, "port", port, "algorithm", key.algorithm(), "fingerprint", key.fingerprint());
    }
}
