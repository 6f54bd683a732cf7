package io.cloudlab.core;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.audit.AuditTrail;
import io.cloudlab.core.identity.AccountGuard;
import io.cloudlab.core.identity.AccountMails;
import io.cloudlab.core.identity.Accounts;
import io.cloudlab.core.identity.Invitations;
import io.cloudlab.core.identity.OwnProfile;
import io.cloudlab.core.identity.Passwords;
import io.cloudlab.core.identity.Roles;
import io.cloudlab.core.identity.Users;
import io.cloudlab.core.identity.mail.MailDelivery;
import io.cloudlab.core.identity.mail.Outbox;
import io.cloudlab.core.identity.password.ComposedPasswords;
import io.cloudlab.core.identity.password.PasswordHasher;
import io.cloudlab.core.identity.session.CurrentRights;
import io.cloudlab.core.identity.session.SignIn;
import io.cloudlab.core.identity.token.AccountLinks;
import io.cloudlab.core.identity.token.SocketTickets;
import io.cloudlab.core.identity.user.UserEvents;
import io.cloudlab.core.instances.InstanceCacheUpdater;
import io.cloudlab.core.instances.Instances;
import io.cloudlab.core.inventory.action.ActionTargets;
import io.cloudlab.core.inventory.action.ActionTasks;
import io.cloudlab.core.inventory.action.InteractiveActions;
import io.cloudlab.core.inventory.action.InventoryOptions;
import io.cloudlab.core.inventory.action.ItemActions;
import io.cloudlab.core.inventory.authority.HostAuthority;
import io.cloudlab.core.inventory.authority.ServiceAuthority;
import io.cloudlab.core.inventory.authority.ServiceRules;
import io.cloudlab.core.inventory.item.AccessRules;
import io.cloudlab.core.inventory.item.FieldSecrets;
import io.cloudlab.core.inventory.item.IndexMigration;
import io.cloudlab.core.inventory.item.ItemAccess;
import io.cloudlab.core.inventory.item.ItemTypes;
import io.cloudlab.core.inventory.item.Items;
import io.cloudlab.core.inventory.item.Tags;
import io.cloudlab.core.inventory.sync.DeploymentSource;
import io.cloudlab.core.inventory.sync.InstanceSource;
import io.cloudlab.core.inventory.sync.InventorySync;
import io.cloudlab.core.inventory.sync.InventoryUpkeep;
import io.cloudlab.core.inventory.sync.PublishedCredentials;
import io.cloudlab.core.inventory.sync.ServiceSource;
import io.cloudlab.core.inventory.sync.SyncSource;
import io.cloudlab.core.inventory.sync.Synchronisation;
import io.cloudlab.core.inventory.sync.UserSource;
import io.cloudlab.core.inventory.type.SyncAdapter;
import io.cloudlab.core.jobs.JobCompletion;
import io.cloudlab.core.jobs.JobEngine;
import io.cloudlab.core.jobs.JobProgress;
import io.cloudlab.core.jobs.JobRetries;
import io.cloudlab.core.jobs.JobStarter;
import io.cloudlab.core.jobs.JobVault;
import io.cloudlab.core.jobs.Jobs;
import io.cloudlab.core.jobs.LaunchAuthorization;
import io.cloudlab.core.jobs.RecentPages;
import io.cloudlab.core.jobs.Retention;
import io.cloudlab.core.jobs.ScriptJobs;
import io.cloudlab.core.jobs.ServiceLauncher;
import io.cloudlab.core.jobs.ServiceRights;
import io.cloudlab.core.jobs.job.JobEvents;
import io.cloudlab.core.jobs.log.JobOutputs;
import io.cloudlab.core.jobs.log.RedactorCache;
import io.cloudlab.core.server.ServerLease;
import io.cloudlab.core.services.Catalogue;
import io.cloudlab.core.services.CatalogueSource;
import io.cloudlab.core.services.InputChecks;
import io.cloudlab.core.services.LabSchemas;
import io.cloudlab.core.services.ServiceAccess;
import io.cloudlab.core.services.ServiceOutputs;
import io.cloudlab.core.services.file.FileChanges;
import io.cloudlab.core.services.file.ServiceConfigs;
import io.cloudlab.core.services.file.ServiceFiles;
import io.cloudlab.core.services.input.PatternTurns;
import io.cloudlab.core.services.secret.ServiceSecrets;
import io.cloudlab.core.shared.BackgroundExecutors;
import io.cloudlab.core.shared.Transactions;
import io.cloudlab.core.terminal.HostKeys;
import io.cloudlab.core.terminal.InventoryTargets;
import io.cloudlab.core.terminal.Pins;
import io.cloudlab.core.terminal.TerminalTargets;
import io.cloudlab.core.terminal.Terminals;
import io.cloudlab.core.vault.LabSecrets;
import io.cloudlab.core.vault.MasterKey;
import io.cloudlab.core.vault.Vault;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;

/** Builds the system, from its stores and its lab up to the use cases, and starts and stops its background work. */
final class Assembly implements AutoCloseable {
    private final Stores stores;
    private final Lab lab;
    private final ServerLease lease;
    private final MailDelivery mail;
    private final JobEngine engine;
    private final Retention retention;
    private final InventoryUpkeep upkeep;
    final AuditTrail audit;
    final Vault vault;
    final SignIn signIn;
    final Accounts accounts;
    final Users users;
    final Invitations invitations;
    final Passwords passwords;
    final Roles roles;
    final SocketTickets socketTickets;
    final Jobs jobs;
    final JobProgress jobProgress;
    final Instances instances;
    final ItemTypes itemTypes;
    final Items items;
    final Tags tags;
    final AccessRules accessRules;
    final ItemActions itemActions;
    final InteractiveActions watchedActions;
    final InventorySync inventorySync;
    final Catalogue catalogue;
    final ServiceConfigs serviceConfigs;
    final ServiceFiles serviceFiles;
    final ServiceOutputs serviceOutputs;
    final ServiceSecrets serviceSecrets;
    final ServiceRules serviceRules;
    final LabSchemas schemas;
    final Terminals terminals;
    final Reruns reruns;
    final Health health;

    Assembly(Settings given) {
        stores = Objects.requireNonNull(given.stores, "stores");
        lab = Objects.requireNonNull(given.lab, "labDirectory");
        MasterKey key = Objects.requireNonNull(given.masterKey, "masterKey");
        Clock clock = given.clock;
        BackgroundExecutors executors = given.executors;
        Transactions transactions = stores.transactions();
        CatalogueSource services = lab.catalogue();
        audit = new AuditTrail(stores.audit(), clock);
        vault = new Vault(transactions, stores.secrets(), key, audit, given.vaultPassword);

        // users
        UserEvents userEvents = new UserEvents(transactions);
        PasswordHasher hasher = new ComposedPasswords(given.passwordHasher);
        signIn = new SignIn(
                transactions,
                stores.users(),
                stores.roles(),
                stores.sessions(),
                hasher,
                userEvents,
                audit,
                clock,
                given.sessionLifetime);
        accounts = new Accounts(
                transactions, stores.users(), stores.roles(), signIn, vault, given.setupGate, audit, clock);
        AccountGuard guard = new AccountGuard(stores.users(), stores.roles(), stores.acl(), userEvents);
        AccountLinks links =
                new AccountLinks(stores.tokens(), given.publicUrl, given.inviteLifetime, given.resetLifetime, clock);
        Outbox outbox = new Outbox(transactions, stores.outbox(), given.mailer, key, clock);
        mail = new MailDelivery(outbox, executors);
        AccountMails post = new AccountMails(outbox);
        OwnProfile ownProfile =
                new OwnProfile(transactions, stores.users(), guard, signIn, links, post, userEvents, audit);
        users = new Users(transactions, stores.users(), guard, links, post, userEvents, audit, ownProfile);
        invitations = new Invitations(transactions, stores.users(), guard, links, post, signIn, audit, clock);
        passwords = new Passwords(transactions, stores.users(), guard, links, post, signIn, userEvents, audit, clock);
        roles = new Roles(transactions, stores.roles(), userEvents, audit, clock);
        socketTickets = new SocketTickets(transactions, stores.tokens(), clock);
        CurrentRights currentRights = new CurrentRights(stores.users(), stores.roles());

        // objects
        HostKeys hostKeys = new HostKeys(transactions, stores.hostKeys(), audit, clock);
        FieldSecrets secrets = new FieldSecrets(key);
        ItemAccess access = new ItemAccess(stores.acl(), clock);
        IndexMigration reindexing = new IndexMigration(transactions, stores.items(), secrets, clock);
        itemTypes = new ItemTypes(lab.types(), transactions, stores.roles(), reindexing, userEvents);
        Pins pins = new Pins(hostKeys);
        items = new Items(transactions, stores.items(), stores.tags(), itemTypes, access, secrets, pins, audit, clock);

        // jobs
        ServiceAccess serviceAccess = new ServiceAccess(stores.acl(), services, clock);
        InputChecks checks =
                new InputChecks(services, new InventoryOptions(items, lab.types()), new PatternTurns(), serviceAccess);
        var server = given.server == null ? lab.server() : given.server;
        lease = new ServerLease(transactions, stores.leases(), server, System::nanoTime, executors);
        ServiceRights serviceRights =
                new ServiceAuthority(stores.items(), stores.acl(), lab.types(), services, serviceAccess);
        RecentPages jobStore = new RecentPages(stores.jobs(), transactions, clock);
        RedactorCache redactors = new RedactorCache(key);
        JobEvents jobEvents = new JobEvents();
        JobOutputs outputs = new JobOutputs(jobStore, lab.log(), redactors, jobEvents);
        JobRetries retries = new JobRetries(transactions, jobStore, key, audit, clock);
        JobCompletion endings =
                new JobCompletion(transactions, jobStore, lab.log(), redactors, jobEvents, retries, clock);
        LaunchAuthorization startersRights = new LaunchAuthorization(currentRights, stores.acl(), serviceRights, audit);
        engine = new JobEngine(
                jobStore,
                lab.log(),
                lab.runner(),
                key,
                given.jobLimits,
                startersRights,
                lease,
                endings,
                clock,
                executors);
        JobVault jobVault = new JobVault(jobStore, vault, new LabSecrets(lab.secretsFile()), key);
        JobStarter starter =
                new JobStarter(transactions, jobStore, lab.log(), jobVault, lease, engine, given.jobLimits, clock);
        serviceSecrets =
                new ServiceSecrets(transactions, stores.serviceSecrets(), services, serviceAccess, key, audit, clock);
        ScriptJobs scripts = new ScriptJobs(services, checks, serviceRights, serviceSecrets);
        ServiceLauncher launches = new ServiceLauncher(transactions, services, scripts, starter, audit, serviceAccess);
        jobs = new Jobs(transactions, jobStore, outputs, jobEvents, endings, engine, launches, audit, serviceAccess);
        jobProgress = new JobProgress(jobs, jobStore, lab.runner(), redactors);
        retention = new Retention(transactions, jobStore, lab.log(), given.jobLimits, audit, clock, executors);

        // the cloud's instances
        InstanceCacheUpdater cache = new InstanceCacheUpdater(stores.instances(), lab.inventory());
        jobs.onEnding(cache::ended);
        instances = new Instances(transactions, stores.instances(), services, serviceRights, starter, audit, cache);
        instances.onChanged(changed -> hostKeys.keepOnly(Caller.system("instances"), changed.ids()));

        // inventory
        tags = new Tags(transactions, stores.tags(), stores.acl(), stores.roles(), itemTypes, access, audit);
        accessRules = new AccessRules(
                transactions, stores.items(), stores.acl(), stores.roles(), currentRights, itemTypes, access, audit);
        serviceRules = new ServiceRules(
                transactions, stores.acl(), stores.roles(), currentRights, services, serviceAccess, audit);
        ActionTasks tasks = new ActionTasks(services, checks, serviceRights, scripts, secrets);
        itemActions = new ItemActions(transactions, stores.items(), itemTypes, access, tasks, starter, audit);
        watchedActions = new InteractiveActions(stores.items(), itemTypes, access, itemActions, outputs, serviceRights);
        InstanceSource knownInstances = new InstanceSource(stores.instances());
        Map<SyncAdapter, SyncSource> sources = Map.of(
                SyncAdapter.VULTR, knownInstances,
                SyncAdapter.SERVICES, new ServiceSource(services),
                SyncAdapter.USERS, new UserSource(stores.users(), stores.roles()),
                SyncAdapter.DEPLOYMENTS, new DeploymentSource(stores.jobs(), services, knownInstances));
        Synchronisation synchronisation = new Synchronisation(stores.items(), secrets, clock);
        inventorySync = new InventorySync(
                transactions, stores.items(), stores.tags(), itemTypes, services, sources, synchronisation, audit);
        jobs.onEnded(ended -> inventorySync.ended(ended.job()));
        retention.onForgotten(() -> inventorySync.changed(SyncAdapter.DEPLOYMENTS));
        instances.onChanged(changed -> inventorySync.changing(SyncAdapter.VULTR));
        userEvents.onChange(
                user -> inventorySync.changed(SyncAdapter.USERS), () -> inventorySync.changed(SyncAdapter.USERS));
        upkeep = new InventoryUpkeep(itemTypes, reindexing, inventorySync, executors);
        reruns = new Reruns(jobs, jobVault, instances, itemActions);

        // services
        catalogue = new Catalogue(services, checks, serviceAccess);
        FileChanges changes = new FileChanges(transactions, lab.files(), lab.formers(), stores.fileVersions(), audit);
        serviceConfigs = new ServiceConfigs(
                services, lab.files(), lab.formers(), stores.fileVersions(), lab.syntax(), changes, serviceAccess);
        serviceFiles = new ServiceFiles(services, lab.files(), changes, serviceAccess);
        serviceOutputs = new ServiceOutputs(services, new PublishedCredentials(stores.items(), access), serviceAccess);
        schemas = lab.schemas();

        // terminals
        ActionTargets actionTargets = new ActionTargets(stores.items(), itemTypes, access, secrets);
        HostAuthority hosts = new HostAuthority(stores.items(), itemTypes, access, knownInstances, clock);
        TerminalTargets ownTargets = given.terminals.targets();
        TerminalTargets targets = ownTargets == null ? new InventoryTargets(actionTargets, hosts) : ownTargets;
        terminals = new Terminals(
                given.terminals, targets, hostKeys, transactions, audit, clock, System::nanoTime, executors);
        health = new Health(stores, lab, itemTypes, lease);
    }

    /** @param asServer whether jobs are taken up and the inventory is kept in step, which one program at a time may do */
    void start(boolean asServer) {
        lease.begin(asServer, () -> {
            vault.proveKey();
            stores.transactions().run(() -> {
                itemTypes.seed();
                roles.seed();
            });
            if (asServer) engine.recover();
            if (asServer) retention.start();
            if (asServer) upkeep.start();
            terminals.start();
            mail.start();
        });
    }

    @Override
    public void close() {
        try (stores;
                lab) {
            terminals.close();
            upkeep.close();
            mail.close();
            retention.close();
            engine.close();
            lease.close();
        }
    }
}
