package io.cloudlab.core;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.audit.AuditTrail;
import io.cloudlab.core.identity.Accounts;
import io.cloudlab.core.identity.Invitations;
import io.cloudlab.core.identity.Passwords;
import io.cloudlab.core.identity.Roles;
import io.cloudlab.core.identity.SetupGate;
import io.cloudlab.core.identity.Users;
import io.cloudlab.core.identity.mail.Mailer;
import io.cloudlab.core.identity.password.PasswordHasher;
import io.cloudlab.core.identity.session.SignIn;
import io.cloudlab.core.identity.token.SocketTickets;
import io.cloudlab.core.instances.Instances;
import io.cloudlab.core.inventory.action.InteractiveActions;
import io.cloudlab.core.inventory.action.ItemActions;
import io.cloudlab.core.inventory.authority.ServiceRules;
import io.cloudlab.core.inventory.item.AccessRules;
import io.cloudlab.core.inventory.item.ItemTypes;
import io.cloudlab.core.inventory.item.Items;
import io.cloudlab.core.inventory.item.Tags;
import io.cloudlab.core.inventory.sync.InventorySync;
import io.cloudlab.core.jobs.JobLimits;
import io.cloudlab.core.jobs.JobProgress;
import io.cloudlab.core.jobs.Jobs;
import io.cloudlab.core.server.ServerIdentity;
import io.cloudlab.core.services.Catalogue;
import io.cloudlab.core.services.LabSchemas;
import io.cloudlab.core.services.ServiceOutputs;
import io.cloudlab.core.services.file.ServiceConfigs;
import io.cloudlab.core.services.file.ServiceFiles;
import io.cloudlab.core.services.secret.ServiceSecrets;
import io.cloudlab.core.shared.BackgroundExecutors;
import io.cloudlab.core.terminal.TerminalSetup;
import io.cloudlab.core.terminal.Terminals;
import io.cloudlab.core.vault.MasterKey;
import io.cloudlab.core.vault.Vault;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Entry point for embedding programs: build it, call its use cases, close it. Closing leaves jobs running; the next
 * instance on the same stores and data takes them up. Thread-safe.
 */
public final class CloudLab implements AutoCloseable {
    private final Assembly parts;

    private CloudLab(Assembly parts) {
        this.parts = parts;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** A caller for a part of the embedding program itself, with every permission. */
    public Caller system(String name) {
        return Caller.system(name);
    }

    public Accounts accounts() {
        return parts.accounts;
    }

    public SignIn signIn() {
        return parts.signIn;
    }

    public Users users() {
        return parts.users;
    }

    public Invitations invitations() {
        return parts.invitations;
    }

    public Passwords passwords() {
        return parts.passwords;
    }

    public Roles roles() {
        return parts.roles;
    }

    public SocketTickets socketTickets() {
        return parts.socketTickets;
    }

    public AuditTrail audit() {
        return parts.audit;
    }

    public Vault vault() {
        return parts.vault;
    }

    public Catalogue catalogue() {
        return parts.catalogue;
    }

    public ServiceConfigs serviceConfigs() {
        return parts.serviceConfigs;
    }

    public ServiceFiles serviceFiles() {
        return parts.serviceFiles;
    }

    public ServiceOutputs serviceOutputs() {
        return parts.serviceOutputs;
    }

    public ServiceRules serviceRules() {
        return parts.serviceRules;
    }

    public ServiceSecrets serviceSecrets() {
        return parts.serviceSecrets;
    }

    /** What the files of a lab may hold, for editors; holds no secret. */
    public LabSchemas schemas() {
        return parts.schemas;
    }

    public Jobs jobs() {
        return parts.jobs;
    }

    public JobProgress jobProgress() {
        return parts.jobProgress;
    }

    public Reruns reruns() {
        return parts.reruns;
    }

    public Instances instances() {
        return parts.instances;
    }

    public ItemTypes itemTypes() {
        return parts.itemTypes;
    }

    public Items items() {
        return parts.items;
    }

    public Tags tags() {
        return parts.tags;
    }

    public AccessRules accessRules() {
        return parts.accessRules;
    }

    public ItemActions itemActions() {
        return parts.itemActions;
    }

    /** Actions whose progress the caller follows until they end. */
    public InteractiveActions watchedActions() {
        return parts.watchedActions;
    }

    public InventorySync inventorySync() {
        return parts.inventorySync;
    }

    public Terminals terminals() {
        return parts.terminals;
    }

    public Health health() {
        return parts.health;
    }

    @Override
    public void close() {
        parts.close();
    }

    /** Collects the parts. Those without a default must be given: stores, lab directory, master key. */
    public static final class Builder {
        private final Settings settings = new Settings();

        private Builder() {}

        /** Closed together with the system. */
        public Builder stores(Stores given) {
            settings.stores = given;
            return this;
        }

        /** Closed together with the system. */
        public Builder labDirectory(Lab given) {
            settings.lab = given;
            return this;
        }

        public Builder masterKey(MasterKey given) {
            settings.masterKey = given;
            return this;
        }

        /** How passwords are kept; without one users cannot sign in, and only system callers can work. */
        public Builder passwordHasher(PasswordHasher given) {
            settings.passwordHasher = given;
            return this;
        }

        /** The Ansible vault password for as long as none is stored. */
        public Builder vaultPassword(String given) {
            settings.vaultPassword = given;
            return this;
        }

        /** Who may set up an empty system; the first caller, unless told otherwise. */
        public Builder setupGate(SetupGate given) {
            settings.setupGate = given;
            return this;
        }

        public Builder jobLimits(JobLimits given) {
            settings.jobLimits = given;
            return this;
        }

        /** How long sessions last; 24 hours unless told otherwise. */
        public Builder sessionLifetime(Duration given) {
            settings.sessionLifetime = given;
            return this;
        }

        /** How mail is sent; without one, invitations give a link to hand over, and passwords cannot be reset by mail. */
        public Builder mailer(Mailer given) {
            settings.mailer = given;
            return this;
        }

        /** What the links in mails begin with, asked for each mail; {@code http://127.0.0.1:8000} unless told otherwise. */
        public Builder publicUrl(Supplier<URI> given) {
            settings.publicUrl = given;
            return this;
        }

        /** How long invitations and password resets are valid; 72 hours and one unless told otherwise. */
        public Builder linkLifetimes(Duration invitations, Duration resets) {
            settings.inviteLifetime = invitations;
            settings.resetLifetime = resets;
            return this;
        }

        /** Which server this is; the one that the lab directory tells, unless told otherwise. */
        public Builder server(ServerIdentity given) {
            settings.server = given;
            return this;
        }

        /** Leaves the jobs of earlier runs alone, for programs that only manage accounts. */
        public Builder withoutJobs() {
            settings.jobsTakenUp = false;
            return this;
        }

        /** How terminals are opened on the servers of the inventory; without it there are none. */
        public Builder terminals(TerminalSetup given) {
            settings.terminals = given;
            return this;
        }

        /** Where background work runs; on daemon threads unless told otherwise. */
        public Builder executors(BackgroundExecutors given) {
            settings.executors = given;
            return this;
        }

        public Builder clock(Clock given) {
            settings.clock = given;
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
            Assembly parts = new Assembly(settings);
            parts.start(settings.jobsTakenUp);
            return new CloudLab(parts);
        }
    }
}
