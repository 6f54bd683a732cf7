package io.cloudlab.core.testing;

/** The contracts of all stores of a bundle. */
public interface AllStoresContract
        extends AuditStoreContract,
                JobListContract,
                JobQueueContract,
                JobStoreContract,
                RoleStoreContract,
                SecretStoreContract,
                SessionStoreContract,
                TransactionsContract,
                UserStoreContract {}
