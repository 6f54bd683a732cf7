package io.cloudlab.core.testing;


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
                SessionStoreContract,
                TagStoreContract,
                TokenStoreContract,
                TransactionsContract,
                UserListContract,
                UserStoreContract {}
