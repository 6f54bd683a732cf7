package io.cloudlab.core.jobs;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.audit.AuditTrail;
import io.cloudlab.core.services.CatalogueSource;
import io.cloudlab.core.services.CheckedInputs;
import io.cloudlab.core.services.Script;
import io.cloudlab.core.services.ScriptFile;
import io.cloudlab.core.services.ServiceDefinition;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.core.shared.Refused;
import io.cloudlab.core.shared.Transactions;
import java.util.LinkedHashMap;
import java.util.Map;

/** Turns a request for a deploy or script into an accepted job: checks it, and has it stored with its audit entry. */
final class Launches {
    private static final String ADD_USER = "add-user";

    private final Transactions transactions;
    private final CatalogueSource catalogue;
    private final AuditTrail audit;
    private final JobStarter starter;
    private final ServiceRights rights;

    Launches(Jobs.Parts parts, JobStarter starter) {
        this.transactions = parts.transactions();
        this.catalogue = parts.catalogue();
        this.audit = parts.audit();
        this.starter = starter;
        this.rights = parts.serviceRights();
    }

    Job launch(Caller caller, LaunchJob command) {
        caller.require(Permission.SERVICES_DEPLOY);
        ServiceDefinition service = catalogue.service(command.service()).orElseThrow(() -> new NotFound("service"));
        boolean deploy = command.script().isEmpty();
        Script script = script(service, command);
        rights.requireRun(caller, service.name(), script.file(), null);
        ScriptFile file = requireFile(service, script);
        script.requireRunnable();
        CheckedInputs inputs =
                CheckedInputs.of(script, withDefaults(caller, command, script), catalogue, starter.patterns());
        String name = service.name().value();
        JobTask task = JobTask.of(name, deploy ? "deploy" : "script", "Running " + script.file() + " for " + name)
                .script(deploy ? null : script.name())
                .inputs(inputs.shown())
                .directory("services/" + name)
                .script(script.file(), file)
                .environment(inputs.environment())
                .secretEnvironment(inputs.secrets())
                .lane(script.parallel() ? Lane.PARALLEL : Lane.EXCLUSIVE)
                .build();
        return transactions.call(() -> {
            Job accepted = starter.start(caller, Permission.SERVICES_DEPLOY, task);
            record(caller, accepted);
            return accepted;
        });
    }

    private static Script script(ServiceDefinition service, LaunchJob command) {
        if (command.script().isEmpty()) {
            return service.scripts().stream()
                    .filter(script -> script.name().equals(Script.DEPLOY.name()))
                    .filter(script -> !script.runnable() || script.file().equals(Script.DEPLOY.file()))
                    .findFirst()
                    .orElse(Script.DEPLOY);
        }
        return service.script(command.script().get())
                .orElseThrow(() -> new Refused("unknown-script", "The service has no such script."));
    }

    private ScriptFile requireFile(ServiceDefinition service, Script script) {
        if (script.file().isEmpty()) return ScriptFile.PRESENT; // said when the script is found not to be runnable
        ScriptFile file = catalogue.scriptFile(service.name(), script.file());
        switch (file) {
            case PRESENT, PROGRAM -> {}
            case MISSING -> throw new NotFound("script-file", "The file of this script is missing from its service.");
            case OUTSIDE -> throw new Refused("script-outside", "The script's file does not lie inside its service.");
        }
        return file;
    }

    /** Scripts called add-user act for the caller unless told otherwise. */
    private static Map<String, Object> withDefaults(Caller caller, LaunchJob command, Script script) {
        boolean addUser =
                script.name().equals(ADD_USER) || command.service().value().equals(ADD_USER);
        if (!addUser
                || command.script().isEmpty()
                || caller.username() == null
                || command.inputs().containsKey("username")
                || !takesUsername(script)) {
            return command.inputs();
        }
        Map<String, Object> inputs = new LinkedHashMap<>(command.inputs());
        inputs.put("username", caller.username());
        return inputs;
    }

    private static boolean takesUsername(Script script) {
        return !script.inputsDeclared()
                || script.inputs().stream().anyMatch(input -> input.name().equals("username"));
    }

    private void record(Caller caller, Job job) {
        Map<String, Object> details = new LinkedHashMap<>();
        if (job.request().script() != null) details.put("script", job.request().script());
        details.put("job_id", job.id().value());
        String action = job.request().script() == null ? "service.deploy" : "service.run_script";
        audit.record(caller, action, "services/" + job.request().service(), details);
    }
}
