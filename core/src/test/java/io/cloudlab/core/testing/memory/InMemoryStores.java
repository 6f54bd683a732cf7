package io.cloudlab.core.testing.memory;

import io.cloudlab.core.Stores;

/**
 * All stores in memory, with the rules of the real ones: uniqueness, versions, rollback. A transaction runs alone, so
 * work inside one must not wait for another thread that uses the same stores.
 */
public final class InMemoryStores implements Stores {
    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final InMemoryUserStore users = new InMemoryUserStore(transactions);
    private final InMemorySessionStore sessions = new InMemorySessionStore(transactions);
    private final InMemoryTokenStore tokens = new InMemoryTokenStore(transactions);
    private final InMemoryOutboxStore outbox = new InMemoryOutboxStore(transactions);
    private final InMemoryRoleStore roles = new InMemoryRoleStore(transactions, users);
    private final InMemoryAuditStore audit = new InMemoryAuditStore(transactions);
    private final InMemorySecretStore secrets = new InMemorySecretStore(transactions);
    private final InMemoryJobStore jobs = new InMemoryJobStore(transactions);
    private final InMemoryLeaseStore leases = new InMemoryLeaseStore(transactions);
    private final InMemoryInstanceStore instances = new InMemoryInstanceStore(transactions);
    private final InMemoryHostKeyStore hostKeys = new InMemoryHostKeyStore(transactions);
    private final InMemoryFileVersionStore fileVersions = new InMemoryFileVersionStore(transactions);
    private final InMemoryServiceSecretStore serviceSecrets = new InMemoryServiceSecretStore(transactions);
    private final InMemoryTagStore tags = new InMemoryTagStore(transactions);
    private final InMemoryItemStore items = new InMemoryItemStore(transactions, tags);
    private final InMemoryAclStore acl = new InMemoryAclStore(transactions, items, tags, roles);

    @Override
    public InMemoryTransactions transactions() {
        return transactions;
    }

    @Override
    public InMemoryUserStore users() {
        return users;
    }

    @Override
    public InMemorySessionStore sessions() {
        return sessions;
    }

    @Override
    public InMemoryTokenStore tokens() {
        return tokens;
    }

    @Override
    public InMemoryOutboxStore outbox() {
        return outbox;
    }

    @Override
    public InMemoryRoleStore roles() {
        return roles;
    }

    @Override
    public InMemoryAuditStore audit() {
        return audit;
    }

    @Override
    public InMemorySecretStore secrets() {
        return secrets;
    }

    @Override
    public InMemoryJobStore jobs() {
        return jobs;
    }

    @Override
    public InMemoryLeaseStore leases() {
        return leases;
    }

    @Override
    public InMemoryInstanceStore instances() {
        return instances;
    }

    @Override
    public InMemoryHostKeyStore hostKeys() {
        return hostKeys;
    }

    @Override
    public InMemoryFileVersionStore fileVersions() {
        return fileVersions;
    }

    @Override
    public InMemoryServiceSecretStore serviceSecrets() {
        return serviceSecrets;
    }

    @Override
    public InMemoryItemStore items() {
        return items;
    }

    @Override
    public InMemoryTagStore tags() {
        return tags;
    }

    @Override
    public InMemoryAclStore acl() {
        return acl;
    }

    @Override
    public void ping() {}

    @Override
    public void close() {}
}
