package io.cloudlab.core;

import io.cloudlab.core.audit.AuditTrail;
import io.cloudlab.core.identity.CurrentRights;
import io.cloudlab.core.instances.Instances;
import io.cloudlab.core.inventory.ServiceAuthority;
import io.cloudlab.core.jobs.JobLimits;
import io.cloudlab.core.jobs.JobStarter;
import io.cloudlab.core.jobs.Jobs;
import io.cloudlab.core.jobs.ServiceRights;
import io.cloudlab.core.server.ServerLease;
import io.cloudlab.core.vault.LabSecrets;
import io.cloudlab.core.vault.MasterKey;
import io.cloudlab.core.vault.Vault;
import java.time.Clock;

/**
 * Jobs, and the use cases that consist of starting some, put together from the stores and the lab.
 *
 * @param starter for further use cases; not to be handed out
 */
record LabJobs(Jobs jobs, JobStarter starter, ServiceRights rights, Instances instances) {
    static LabJobs of(
            Stores stores,
            Lab lab,
            Vault vault,
            MasterKey key,
            ServerLease lease,
            AuditTrail audit,
            JobLimits limits,
            Clock clock) {
        ServiceRights rights = new ServiceAuthority(stores.items(), stores.acl(), lab.types(), lab.catalogue());
        Jobs.Assembled assembled = Jobs.assemble(
                new Jobs.Parts(
                        stores.transactions(),
                        stores.jobs(),
                        lab.log(),
                        lab.runner(),
                        lab.catalogue(),
                        vault,
                        new LabSecrets(lab.secretsFile()),
                        key,
                        new CurrentRights(stores.users(), stores.roles()),
                        stores.acl(),
                        rights,
                        lease,
                        audit),
                limits,
                clock);
        Instances instances = new Instances(new Instances.Parts(
                stores.transactions(), stores.instances(), lab.inventory(), lab.catalogue(), rights, assembled, audit));
        return new LabJobs(assembled.jobs(), assembled.starter(), rights, instances);
    }
}
