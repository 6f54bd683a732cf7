package io.cloudlab.core;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.inventory.item.ItemTypes;
import io.cloudlab.core.jobs.job.JobRunner;
import io.cloudlab.core.server.ServerLease;
import io.cloudlab.core.shared.CloudLabException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells whether the system can do its work, and if not, why. Thread-safe. */
public final class Health {
    private final Stores stores;
    private final Lab lab;
    private final ItemTypes types;
    private final ServerLease lease;

    Health(Stores stores, Lab lab, ItemTypes types, ServerLease lease) {
        this.stores = stores;
        this.lab = lab;
        this.types = types;
        this.lease = lease;
    }

    /** One thing looked at. A {@code warning} does not make the system unready. */
    public record Check(String name, State state, String detail) {
        public enum State {
            OK,
            WARNING,
            FAILED
        }
    }

    /** Looks at everything now; takes as long as the slowest part needs to answer. */
    public List<Check> checks() {
        List<Check> checks = new ArrayList<>();
        checks.add(check("database", stores::ping));
        checks.add(server());
        checks.add(check("lab", lab::ping));
        checks.add(check("disk", () -> lab.log().requireRoom()));
        List<String> problems = types.problems();
        checks.add(new Check(
                "inventory-types",
                problems.isEmpty() ? Check.State.OK : Check.State.WARNING,
                problems.isEmpty() ? "In order." : String.join(" ", problems)));
        JobRunner.Containment containment = lab.runner().containment();
        checks.add(
                new Check("containment", containment.weak() ? Check.State.WARNING : Check.State.OK, told(containment)));
        return checks;
    }

    private static String told(JobRunner.Containment containment) {
        return "Jobs are held together by " + containment.name()
                + (containment.weak() ? " only; a process that hides may outlive its job." : ".")
                + (containment.hidesData()
                        ? " The data directory is hidden from them."
                        : " They can read the data directory.");
    }

    /** What a check found, for the caller: null unless they may see the settings, since it names files and objects. */
    public @Nullable String detail(Caller caller, Check check) {
        return caller.may(Permission.SYSTEM_SETTINGS_VIEW) ? check.detail() : null;
    }

    private Check server() {
        String problem = lease.problem();
        if (problem != null) return new Check("server", Check.State.FAILED, problem);
        try {
            int elsewhere = stores.jobs().activeElsewhere(lease.server().id());
            if (elsewhere == 0) return new Check("server", Check.State.OK, "This server alone uses the database.");
            return new Check(
                    "server",
                    Check.State.WARNING,
                    elsewhere + " jobs of other servers have not ended; if those servers are gone, cancel the jobs.");
        } catch (CloudLabException e) {
            return new Check("server", Check.State.FAILED, e.detail());
        }
    }

    private static Check check(String name, Runnable look) {
        try {
            look.run();
            return new Check(name, Check.State.OK, "In order.");
        } catch (CloudLabException e) {
            return new Check(name, Check.State.FAILED, e.detail());
        }
    }
}
