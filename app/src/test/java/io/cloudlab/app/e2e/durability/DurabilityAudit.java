package io.cloudlab.app.e2e.durability;

import io.cloudlab.core.audit.AuditEntry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Looks whether the audit trail holds what was acknowledged, and exactly one launch for every job. */
final class DurabilityAudit {
    private static final Set<String> LAUNCHES = Set.of("service.deploy", "service.run_script");

    private final DurabilityLedger ledger;
    private final Set<String> jobs;

    DurabilityAudit(DurabilityLedger ledger, Set<String> jobs) {
        this.ledger = ledger;
        this.jobs = jobs;
    }

    /** @return what is wrong */
    List<String> problems(List<AuditEntry> entries) {
        List<String> problems = new ArrayList<>();
        atLeast("auth.setup", ledger.all("user").size(), entries, problems);
        atLeast("login", ledger.all("login").size(), entries, problems);
        atLeast("login.failed", ledger.all("login.failed").size(), entries, problems);
        Set<String> launched = new HashSet<>();
        for (AuditEntry entry : entries) {
            if (!LAUNCHES.contains(entry.action())) continue;
            String job = String.valueOf(entry.details().get("job_id"));
            if (!launched.add(job)) problems.add("two audit entries for the launch of " + job);
            if (!jobs.contains(job)) problems.add("an audit entry for job " + job + ", which does not exist");
        }
        jobs.stream()
                .filter(job -> !launched.contains(job))
                .forEach(job -> problems.add("no audit entry for the launch of " + job));
        Set<String> cancelled = new HashSet<>();
        entries.stream()
                .filter(entry -> entry.action().equals("job.cancel"))
                .forEach(entry -> cancelled.add(entry.resource()));
        ledger.all("cancel").stream()
                .filter(job -> !cancelled.contains("jobs/" + job))
                .forEach(job -> problems.add("no audit entry for the cancel of " + job));
        return problems;
    }

    private static void atLeast(String action, int times, List<AuditEntry> entries, List<String> problems) {
        long found =
                entries.stream().filter(entry -> entry.action().equals(action)).count();
        if (found < times) problems.add(times + " times " + action + " was acknowledged, the audit trail has " + found);
    }
}
