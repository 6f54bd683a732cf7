package io.cloudlab.core.testing.contract;

import io.cloudlab.core.testing.contract.items.AclFilterContract;
import io.cloudlab.core.testing.contract.items.AclStoreContract;
import io.cloudlab.core.testing.contract.items.ItemListContract;
import io.cloudlab.core.testing.contract.items.ItemStoreContract;
import io.cloudlab.core.testing.contract.items.ItemUpkeepContract;
import io.cloudlab.core.testing.contract.items.ServiceRuleContract;
import io.cloudlab.core.testing.contract.items.TagStoreContract;
import io.cloudlab.core.testing.contract.jobs.JobListContract;
import io.cloudlab.core.testing.contract.jobs.JobQueueContract;
import io.cloudlab.core.testing.contract.jobs.JobStoreContract;

/** The contracts of all stores of a bundle. */
public interface AllStoresContract
        extends AclFilterContract,
                AclStoreContract,
                AuditSearchContract,
                AuditStoreContract,
                HostKeyStoreContract,
                FileVersionStoreContract,
                InstanceStoreContract,
                ItemListContract,
                ItemStoreContract,
                ItemUpkeepContract,
                JobListContract,
                JobQueueContract,
                JobStoreContract,
                LeaseStoreContract,
                OutboxStoreContract,
                RoleChangeContract,
                RoleStoreContract,
                SecretStoreContract,
                ServiceRuleContract,
                ServiceSecretStoreContract,
                SessionStoreContract,
                TagStoreContract,
                TokenStoreContract,
                TransactionsContract,
                UserListContract,
                UserStoreContract {}
