package io.cloudlab.core;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Roles;
import io.cloudlab.core.audit.AuditTrail;
import io.cloudlab.core.identity.Accounts;
import io.cloudlab.core.identity.Invitations;
import io.cloudlab.core.identity.Mailer;
import io.cloudlab.core.identity.PasswordHasher;
import io.cloudlab.core.identity.Passwords;
import io.cloudlab.core.identity.People;
import io.cloudlab.core.identity.SetupGate;
import io.cloudlab.core.identity.SignIn;
import io.cloudlab.core.identity.SocketTickets;
import io.cloudlab.core.identity.Users;
import io.cloudlab.core.instances.Instances;
import io.cloudlab.core.inventory.Inventory;
import io.cloudlab.core.jobs.JobLimits;
import io.cloudlab.core.jobs.Jobs;
import io.cloudlab.core.server.ServerIdentity;
import io.cloudlab.core.server.ServerLease;
import io.cloudlab.core.services.Catalogue;
import io.cloudlab.core.services.Services;
import io.cloudlab.core.terminal.TerminalSetup;
import io.cloudlab.core.terminal.Terminals;
import io.cloudlab.core.vault.MasterKey;
import io.cloudlab.core.vault.Vault;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The whole system behind one door: build it, use its use cases, close it. Closing leaves jobs running; the next
 * instance on the same stores and data takes them up. Thread-safe.
 */
public final class CloudLab implements AutoCloseable {
    private final Stores stores;
    private final Lab lab;
    private final SignIn signIn;
    private final Accounts accounts;
    private final People people;
    private final Roles roles;
    private final AuditTrail audit;
    private final Services services;
    private final Inventory inventory;
    private final Reruns reruns;
    private final ServerLease lease;
    private final Jobs jobs;
    private final Instances instances;
    private final Vault vault;
    private final Terminals terminals;
    private final Health health;

    private CloudLab(Builder parts) {
        this.stores = Objects.requireNonNull(parts.stores, "stores");
        this.lab = Objects.requireNonNull(parts.lab, "labDirectory");
        MasterKey key = Objects.requireNonNull(parts.masterKey, "masterKey");
        Clock clock = parts.clock;
        this.audit = new AuditTrail(stores.audit(), clock);
        this.vault = new Vault(stores.transactions(), stores.secrets(), key, audit, parts.vaultPassword);
        People.Parts peopleParts =
                LabPeople.parts(stores, parts.mailer, parts.passwordHasher, parts.sessionLifetime, key, audit, clock);
        this.signIn = peopleParts.signIn();
        this.accounts = new Accounts(peopleParts, vault, parts.setupGate);
        this.people = new People(peopleParts, parts.publicUrl, parts.inviteLifetime, parts.resetLifetime);
        this.roles = new Roles(stores.transactions(), stores.roles(), audit::record, signIn::forgetAll, clock);
        this.services = LabServices.of(stores, lab, audit, this::inventory);
        ServerIdentity server = parts.server == null ? lab.server() : parts.server;
        this.lease = new ServerLease(stores.transactions(), stores.leases(), server);
        LabJobs started = LabJobs.of(stores, lab, vault, key, lease, audit, parts.jobLimits, clock);
        this.jobs = started.jobs();
        this.instances = started.instances();
        this.inventory = LabInventory.of(stores, lab, started, key, audit, clock, signIn::forgetAll);
        this.reruns = new Reruns(started, inventory.actions());
        this.terminals = LabTerminals.of(stores, inventory, instances, parts.terminals, audit, clock);
        this.health = new Health(stores, lab, inventory.types(), lease);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** A caller for a part of the embedding program itself, with every permission. */
    public Caller system(String name) {
        return Caller.system(name);
    }

    public Accounts accounts() {
        return accounts;
    }

    public SignIn signIn() {
        return signIn;
    }

    public Users users() {
        return people.users();
    }

    public Invitations invitations() {
        return people.invitations();
    }

    public Passwords passwords() {
        return people.passwords();
    }

    public Roles roles() {
        return roles;
    }

    public AuditTrail audit() {
        return audit;
    }

    public Catalogue catalogue() {
        return services.catalogue();
    }

    public Services services() {
        return services;
    }

    public Inventory inventory() {
        return inventory;
    }

    public Jobs jobs() {
        return jobs;
    }

    /** For running jobs again, whatever they did. */
    public Reruns reruns() {
        return reruns;
    }

    public Terminals terminals() {
        return terminals;
    }

    public SocketTickets socketTickets() {
        return people.socketTickets();
    }

    public Instances instances() {
        return instances;
    }

    public Vault vault() {
        return vault;
    }

    public Health health() {
        return health;
    }

    @Override
    public void close() {
        try (stores;
                lab) {
            terminals.close();
            inventory.close();
            people.close();
            jobs.close();
            lease.close();
        }
    }

    /** Collects the parts. Those without a default must be given: stores, lab directory, master key. */
    public static final class Builder {
        private @Nullable Stores stores;
        private @Nullable Lab lab;
        private @Nullable MasterKey masterKey;
        private PasswordHasher passwordHasher = PasswordHasher.NONE;
        private @Nullable String vaultPassword;
        private SetupGate setupGate = SetupGate.OPEN;
        private JobLimits jobLimits = JobLimits.DEFAULT;
        private Duration sessionLifetime = Duration.ofHours(24);
        private Clock clock = Clock.systemUTC();
        private @Nullable Mailer mailer;
        private Supplier<URI> publicUrl = () -> URI.create("http://127.0.0.1:8000");
        private Duration inviteLifetime = Duration.ofHours(72);
        private Duration resetLifetime = Duration.ofHours(1);
        private boolean jobsTakenUp = true;
        private @Nullable ServerIdentity server;
        private TerminalSetup terminals = TerminalSetup.NONE;

        private Builder() {}

        /** Closed together with the system. */
        public Builder stores(Stores given) {
            stores = given;
            return this;
        }

        /** Closed together with the system. */
        public Builder labDirectory(Lab given) {
            lab = given;
            return this;
        }

        public Builder masterKey(MasterKey given) {
            masterKey = given;
            return this;
        }

        /** How passwords are kept; without one nobody can sign in, and only system callers can work. */
        public Builder passwordHasher(PasswordHasher given) {
            passwordHasher = given;
            return this;
        }

        /** The Ansible vault password for as long as none is stored. */
        public Builder vaultPassword(String given) {
            vaultPassword = given;
            return this;
        }

        /** Who may set up an empty system; the first caller, unless told otherwise. */
        public Builder setupGate(SetupGate given) {
            setupGate = given;
            return this;
        }

        public Builder jobLimits(JobLimits given) {
            jobLimits = given;
            return this;
        }

        /** How long sessions last; 24 hours unless told otherwise. */
        public Builder sessionLifetime(Duration given) {
            sessionLifetime = given;
            return this;
        }

        /** How mail is sent; without one, invitations give a link to hand over, and passwords cannot be reset by mail. */
        public Builder mailer(Mailer given) {
            mailer = given;
            return this;
        }

        /** What the links in mails begin with, asked for each mail; {@code http://127.0.0.1:8000} unless told otherwise. */
        public Builder publicUrl(Supplier<URI> given) {
            publicUrl = given;
            return this;
        }

        /** How long invitations and password resets are good; 72 hours and 1 hour unless told otherwise. */
        public Builder linkLifetimes(Duration invitations, Duration resets) {
            inviteLifetime = invitations;
            resetLifetime = resets;
            return this;
        }

        /** Which server this is; the one that the lab directory tells, unless told otherwise. */
        public Builder server(ServerIdentity given) {
            server = given;
            return this;
        }

        /** Leaves the jobs of earlier runs alone, for programs that only look after accounts. */
        public Builder withoutJobs() {
            jobsTakenUp = false;
            return this;
        }

        /** How terminals are opened on the servers of the inventory; without it there are none. */
        public Builder terminals(TerminalSetup given) {
            terminals = given;
            return this;
        }

        public Builder clock(Clock given) {
            clock = given;
            return this;
        }

        /**
         * Seeds permissions and the super-admin role, takes up the jobs that were left, and starts. If that fails,
         * the parts are not closed.
         *
         * @throws io.cloudlab.core.shared.Unavailable while another server uses the database
         * @throws io.cloudlab.core.vault.WrongKey if the stored secrets were sealed with another master key
         */
        public CloudLab build() {
            CloudLab cloudLab = new CloudLab(this);
            cloudLab.lease.begin(jobsTakenUp, () -> {
                cloudLab.vault.proveKey();
                Seed.plant(cloudLab.stores, cloudLab.inventory, clock);
                if (jobsTakenUp) cloudLab.jobs.start();
                if (jobsTakenUp) cloudLab.inventory.start();
                cloudLab.people.start();
            });
            return cloudLab;
        }
    }
}
