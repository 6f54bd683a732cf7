package io.cloudlab.core;

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
import io.cloudlab.core.terminal.HostKeyStore;
import io.cloudlab.core.vault.SecretStore;

/** All stores of one database. They share its {@link #transactions()}. */
public interface Stores extends AutoCloseable {
    Transactions transactions();

    UserStore users();

    SessionStore sessions();

    TokenStore tokens();

    OutboxStore outbox();

    RoleStore roles();

    AuditStore audit();

    SecretStore secrets();

    JobStore jobs();

    LeaseStore leases();

    InstanceStore instances();

    HostKeyStore hostKeys();

    FileVersionStore fileVersions();

    ServiceSecretStore serviceSecrets();

    ItemStore items();

    TagStore tags();

    AclStore acl();

    /** @throws io.cloudlab.core.shared.Unavailable if the database does not answer within a few seconds */
    void ping();

    @Override
    void close();
}
