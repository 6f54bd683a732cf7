package io.cloudlab.core.jobs;

import io.cloudlab.core.Stores;
import io.cloudlab.core.audit.AuditTrail;
import io.cloudlab.core.identity.CurrentRights;
import io.cloudlab.core.inventory.ServiceAuthority;
import io.cloudlab.core.inventory.TypeSource;
import io.cloudlab.core.server.ServerLease;
import io.cloudlab.core.services.PatternTurns;
import io.cloudlab.core.shared.BackgroundExecutors;
import io.cloudlab.core.testing.FakeLab;
import io.cloudlab.core.vault.LabSecrets;
import io.cloudlab.core.vault.MasterKey;
import io.cloudlab.core.vault.Vault;
import java.time.Clock;

/** Jobs without the rest of the system, for tests of use cases that start some. */
final class JobSystem implements AutoCloseable {
    final JobEngine engine;
    final JobStarter starter;
    final Jobs jobs;

    JobSystem(Stores stores, FakeLab lab, MasterKey key, ServerLease lease, Clock clock) {
        AuditTrail audit = new AuditTrail(stores.audit(), clock);
        Vault vault = new Vault(stores.transactions(), stores.secrets(), key, audit, null);
        ServiceRights services = new ServiceAuthority(stores.items(), stores.acl(), TypeSource.NONE, lab.catalogue());
        RecentPages store = new RecentPages(stores.jobs(), stores.transactions(), System::nanoTime);
        Redactors redactors = new Redactors(key);
        JobEvents events = new JobEvents();
        JobOutputs outputs = new JobOutputs(store, lab.log(), redactors, events);
        Endings endings = new Endings(stores.transactions(), store, lab.log(), redactors, events, clock);
        CurrentRights users = new CurrentRights(stores.users(), stores.roles());
        StartersRights rights = new StartersRights(users, stores.acl(), services, audit);
        engine = new JobEngine(
                store,
                lab.log(),
                lab.runner(),
                key,
                JobLimits.DEFAULT,
                rights,
                lease,
                endings,
                BackgroundExecutors.DAEMON_THREADS);
        JobVault secrets = new JobVault(store, vault, new LabSecrets(lab.secretsFile()), key);
        starter = new JobStarter(
                stores.transactions(), store, lab.log(), secrets, lease, engine, JobLimits.DEFAULT, clock);
        ScriptJobs scripts = new ScriptJobs(lab.catalogue(), new PatternTurns(), services);
        Launches launches = new Launches(stores.transactions(), lab.catalogue(), scripts, starter, audit);
        jobs = new Jobs(stores.transactions(), store, outputs, events, endings, engine, launches, audit);
    }

    @Override
    public void close() {
        engine.close();
    }
}
