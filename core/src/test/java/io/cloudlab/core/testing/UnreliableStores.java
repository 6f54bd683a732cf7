package io.cloudlab.core.testing;

import io.cloudlab.core.Stores;
import io.cloudlab.core.access.AclStore;
import io.cloudlab.core.access.RoleStore;
import io.cloudlab.core.audit.AuditStore;
import io.cloudlab.core.identity.mail.OutboxStore;
import io.cloudlab.core.identity.session.SessionStore;
import io.cloudlab.core.identity.token.TokenStore;
import io.cloudlab.core.identity.user.UserStore;
import io.cloudlab.core.instances.InstanceStore;
import io.cloudlab.core.inventory.item.ItemStore;
import io.cloudlab.core.inventory.item.TagStore;
import io.cloudlab.core.jobs.job.JobStore;
import io.cloudlab.core.server.LeaseStore;
import io.cloudlab.core.services.file.FileVersionStore;
import io.cloudlab.core.services.secret.ServiceSecretStore;
import io.cloudlab.core.shared.Transactions;
import io.cloudlab.core.shared.Unavailable;
import io.cloudlab.core.terminal.HostKeyStore;
import io.cloudlab.core.vault.SecretStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Stores whose database can be taken away, and in whose calls something can be made to happen. Thread-safe. */
public final class UnreliableStores implements Stores {
    private final Stores real;
    private final AtomicReference<@Nullable Interruption> next = new AtomicReference<>();
    private volatile boolean down;

    private record Interruption(String method, Runnable what) {}

    public UnreliableStores(Stores real) {
        this.real = real;
    }

    /** While it is down, every call is refused with {@link Unavailable}. */
    public void down(boolean now) {
        down = now;
    }

    /**
     * Runs {@code what} when the next call of a store's method of this name, which must not have begun yet, has returned;
     * its caller goes on after that.
     */
    public void afterNext(String method, Runnable what) {
        next.set(new Interruption(method, what));
    }

    @Override
    public Transactions transactions() {
        return real.transactions();
    }

    @Override
    public UserStore users() {
        return unreliable(UserStore.class, real.users());
    }

    @Override
    public SessionStore sessions() {
        return unreliable(SessionStore.class, real.sessions());
    }

    @Override
    public TokenStore tokens() {
        return unreliable(TokenStore.class, real.tokens());
    }

    @Override
    public OutboxStore outbox() {
        return unreliable(OutboxStore.class, real.outbox());
    }

    @Override
    public RoleStore roles() {
        return unreliable(RoleStore.class, real.roles());
    }

    @Override
    public AuditStore audit() {
        return unreliable(AuditStore.class, real.audit());
    }

    @Override
    public SecretStore secrets() {
        return unreliable(SecretStore.class, real.secrets());
    }

    @Override
    public ItemStore items() {
        return unreliable(ItemStore.class, real.items());
    }

    @Override
    public TagStore tags() {
        return unreliable(TagStore.class, real.tags());
    }

    @Override
    public AclStore acl() {
        return unreliable(AclStore.class, real.acl());
    }

    @Override
    public InstanceStore instances() {
        return unreliable(InstanceStore.class, real.instances());
    }

    @Override
    public JobStore jobs() {
        return unreliable(JobStore.class, real.jobs());
    }

    @Override
    public LeaseStore leases() {
        return unreliable(LeaseStore.class, real.leases());
    }

    @Override
    public HostKeyStore hostKeys() {
        return unreliable(HostKeyStore.class, real.hostKeys());
    }

    @Override
    public FileVersionStore fileVersions() {
        return unreliable(FileVersionStore.class, real.fileVersions());
    }

    @Override
    public ServiceSecretStore serviceSecrets() {
        return unreliable(ServiceSecretStore.class, real.serviceSecrets());
    }

    @Override
    public void ping() {
        refuseIfDown();
    }

    @Override
    public void close() {
        real.close();
    }

    private <T> T unreliable(Class<T> port, T store) {
        return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, (proxy, method, args) -> {
            refuseIfDown();
            Interruption due = next.get();
            try {
                Object result = method.invoke(store, args);
                if (due != null && due.method().equals(method.getName()) && next.compareAndSet(due, null))
                    due.what().run();
                return result;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }

    private void refuseIfDown() {
        if (down) throw new Unavailable("database-down", "The database does not answer.");
    }
}
