package io.cloudlab.core.jobs.job;

import io.cloudlab.core.Stores;
import io.cloudlab.core.audit.AuditTrail;
import io.cloudlab.core.identity.session.CurrentRights;
import io.cloudlab.core.inventory.authority.ServiceAuthority;
import io.cloudlab.core.inventory.type.TypeSource;
import io.cloudlab.core.jobs.JobCompletion;
import io.cloudlab.core.jobs.JobEngine;
import io.cloudlab.core.jobs.JobLimits;
import io.cloudlab.core.jobs.JobRetries;
import io.cloudlab.core.jobs.JobStarter;
import io.cloudlab.core.jobs.JobVault;
import io.cloudlab.core.jobs.Jobs;
import io.cloudlab.core.jobs.LaunchAuthorization;
import io.cloudlab.core.jobs.RecentPages;
import io.cloudlab.core.jobs.ScriptJobs;
import io.cloudlab.core.jobs.ServiceLauncher;
import io.cloudlab.core.jobs.ServiceRights;
import io.cloudlab.core.jobs.log.JobOutputs;
import io.cloudlab.core.jobs.log.RedactorCache;
import io.cloudlab.core.server.ServerLease;
import io.cloudlab.core.services.ServiceAccess;
import io.cloudlab.core.services.input.PatternTurns;
import io.cloudlab.core.services.input.SampleInputs;
import io.cloudlab.core.services.secret.ServiceSecrets;
import io.cloudlab.core.shared.BackgroundExecutors;
import io.cloudlab.core.testing.fake.FakeLab;
import io.cloudlab.core.vault.LabSecrets;
import io.cloudlab.core.vault.MasterKey;
import io.cloudlab.core.vault.Vault;
import java.time.Clock;

/** Jobs without the rest of the system, for tests of use cases that start some. */
public final class JobSystem implements AutoCloseable {
    final JobEngine engine;
    public final JobStarter starter;
    public final Jobs jobs;

    public JobSystem(Stores stores, FakeLab lab, MasterKey key, ServerLease lease, Clock clock) {
        AuditTrail audit = new AuditTrail(stores.audit(), clock);
        Vault vault = new Vault(stores.transactions(), stores.secrets(), key, audit, null);
        ServiceAccess access = new ServiceAccess(stores.acl(), lab.catalogue(), clock);
        ServiceRights services =
                new ServiceAuthority(stores.items(), stores.acl(), TypeSource.NONE, lab.catalogue(), access);
        RecentPages store = new RecentPages(stores.jobs(), stores.transactions(), clock);
        RedactorCache redactors = new RedactorCache(key);
        JobEvents events = new JobEvents();
        JobOutputs outputs = new JobOutputs(store, lab.log(), redactors, events);
        JobCompletion endings = new JobCompletion(
                stores.transactions(),
                store,
                lab.log(),
                redactors,
                events,
                new JobRetries(stores.transactions(), store, key, audit, clock),
                clock);
        CurrentRights users = new CurrentRights(stores.users(), stores.roles());
        LaunchAuthorization rights = new LaunchAuthorization(users, stores.acl(), services, audit);
        engine = new JobEngine(
                store,
                lab.log(),
                lab.runner(),
                key,
                JobLimits.DEFAULT,
                rights,
                lease,
                endings,
                clock,
                BackgroundExecutors.DAEMON_THREADS);
        JobVault secrets = new JobVault(store, vault, new LabSecrets(lab.secretsFile()), key);
        starter = new JobStarter(
                stores.transactions(), store, lab.log(), secrets, lease, engine, JobLimits.DEFAULT, clock);
        ScriptJobs scripts = new ScriptJobs(
                lab.catalogue(),
                SampleInputs.checks(lab.catalogue(), new PatternTurns()),
                services,
                new ServiceSecrets(
                        stores.transactions(), stores.serviceSecrets(), lab.catalogue(), access, key, audit, clock));
        ServiceLauncher launches =
                new ServiceLauncher(stores.transactions(), lab.catalogue(), scripts, starter, audit, access);
        jobs = new Jobs(stores.transactions(), store, outputs, events, endings, engine, launches, audit, access);
    }

    @Override
    public void close() {
        engine.close();
    }
}
