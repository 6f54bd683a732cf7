package io.cloudlab.core.testing;

/** The contracts of all stores of a bundle. */
public interface AllStoresContract
        extends AuditSearchContract,
                AuditStoreContract,
                JobListContract,
                JobQueueContract,
                JobStoreContract,
                OutboxStoreContract,
                RoleChangeContract,
                RoleStoreContract,
                SecretStoreContract,
                SessionStoreContract,
                TokenStoreContract,
                TransactionsContract,
                UserListContract,
                UserStoreContract {}
