package io.cloudlab.core.jobs;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.audit.AuditTrail;
import io.cloudlab.core.services.CatalogueSource;
import io.cloudlab.core.services.CheckedInputs;
import io.cloudlab.core.services.Script;
import io.cloudlab.core.services.ServiceDefinition;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.core.shared.Refused;
import io.cloudlab.core.shared.Transactions;
import io.cloudlab.core.vault.MasterKey;
import io.cloudlab.core.vault.Vault;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Turns a request into an accepted job: checks it, stores it with its audit entry, and hands it to the engine. */
final class Launches {
    private static final String ADD_USER = "add-user";

    private final Transactions transactions;
    private final JobStore store;
    private final JobLog log;
    private final CatalogueSource catalogue;
    private final Vault vault;
    private final MasterKey key;
    private final AuditTrail audit;
    private final JobEngine engine;
    private final Clock clock;
    private final RandomGenerator random;

    Launches(Jobs.Parts parts, JobEngine engine, Clock clock, RandomGenerator random) {
        this.transactions = parts.transactions();
        this.store = parts.store();
        this.log = parts.log();
        this.catalogue = parts.catalogue();
        this.vault = parts.vault();
        this.key = parts.key();
        this.audit = parts.audit();
        this.engine = engine;
        this.clock = clock;
        this.random = random;
    }

    Job launch(Caller caller, LaunchJob command) {
        caller.require(Permission.SERVICES_DEPLOY);
        ServiceDefinition service = catalogue.service(command.service()).orElseThrow(() -> new NotFound("service"));
        boolean deploy = command.script().isEmpty();
        Script script = script(service, command);
        requireFile(service, script);
        CheckedInputs inputs = CheckedInputs.of(script, withDefaults(caller, command, script));
        log.requireRoom();
        JobRequest request = new JobRequest(
                service.name().value(),
                deploy ? "deploy" : "script",
                deploy ? null : script.name(),
                inputs.shown(),
                caller.userId(),
                String.valueOf(caller.username()),
                null,
                null,
                clock.instant());
        JobSecrets secrets =
                new JobSecrets(inputs.secrets(), vault.password().map(List::of).orElse(List.of()));
        return transactions.call(() -> {
            Job accepted = insert(request, script, inputs, secrets);
            record(caller, accepted);
            transactions.afterCommit(engine::wake);
            return accepted;
        });
    }

    private static Script script(ServiceDefinition service, LaunchJob command) {
        if (command.script().isEmpty()) {
            return service.scripts().stream()
                    .filter(script -> script.file().equals(Script.DEPLOY.file()))
                    .filter(script -> script.name().equals(Script.DEPLOY.name()))
                    .findFirst()
                    .orElse(Script.DEPLOY);
        }
        return service.script(command.script().get())
                .orElseThrow(() -> new Refused("unknown-script", "The service has no such script."));
    }

    private void requireFile(ServiceDefinition service, Script script) {
        switch (catalogue.scriptFile(service.name(), script.file())) {
            case PRESENT -> {}
            case MISSING -> throw new NotFound("script-file");
            case OUTSIDE -> throw new Refused("script-outside", "The script's file does not lie inside its service.");
        }
    }

    /** Scripts called add-user act for the caller unless told otherwise. */
    private static Map<String, Object> withDefaults(Caller caller, LaunchJob command, Script script) {
        boolean addUser =
                script.name().equals(ADD_USER) || command.service().value().equals(ADD_USER);
        if (!addUser
                || command.script().isEmpty()
                || caller.username() == null
                || command.inputs().containsKey("username")) {
            return command.inputs();
        }
        Map<String, Object> inputs = new LinkedHashMap<>(command.inputs());
        inputs.put("username", caller.username());
        return inputs;
    }

    private Job insert(JobRequest request, Script script, CheckedInputs inputs, JobSecrets secrets) {
        while (true) {
            JobId id = JobId.random(random);
            String nonce = String.format("%016x%016x", random.nextLong(), random.nextLong());
            JobPlan plan = new JobPlan(
                    "Running " + script.file() + " for " + request.service(),
                    "services/" + request.service(),
                    List.of(List.of("bash", script.file())),
                    inputs.environment(),
                    secrets.seal(key, id),
                    script.parallel() ? Lane.PARALLEL : Lane.EXCLUSIVE);
            Job job = Job.accepted(id, nonce, request, plan);
            if (store.insert(job)) return job;
        }
    }

    private void record(Caller caller, Job job) {
        Map<String, Object> details = new LinkedHashMap<>();
        if (job.request().script() != null) details.put("script", job.request().script());
        details.put("job_id", job.id().value());
        String action = job.request().script() == null ? "service.deploy" : "service.run_script";
        audit.record(caller, action, "services/" + job.request().service(), details);
    }
}
