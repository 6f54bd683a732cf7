package io.cloudlab.core.jobs;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.audit.AuditTrail;
import io.cloudlab.core.jobs.job.Job;
import io.cloudlab.core.jobs.job.JobSubject;
import io.cloudlab.core.services.CatalogueSource;
import io.cloudlab.core.services.ServiceAccess;
import io.cloudlab.core.services.ServiceDefinition;
import io.cloudlab.core.services.input.Script;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.core.shared.Refused;
import io.cloudlab.core.shared.Transactions;
import java.util.LinkedHashMap;
import java.util.Map;

/** Turns a request for a deploy or script into an accepted job: checks it, and has it stored with its audit entry. */
public final class ServiceLauncher {
    private static final String ADD_USER = "add-user";

    private final Transactions transactions;
    private final CatalogueSource catalogue;
    private final ScriptJobs scripts;
    private final JobStarter starter;
    private final AuditTrail audit;
    private final ServiceAccess access;

    public ServiceLauncher(
            Transactions transactions,
            CatalogueSource catalogue,
            ScriptJobs scripts,
            JobStarter starter,
            AuditTrail audit,
            ServiceAccess access) {
        this.access = access;
        this.transactions = transactions;
        this.catalogue = catalogue;
        this.scripts = scripts;
        this.starter = starter;
        this.audit = audit;
    }

    Job launch(Caller caller, LaunchJob command) {
        ServiceDefinition service = catalogue.service(command.service()).orElseThrow(() -> unknown(caller));
        boolean deploy = command.script().isEmpty();
        Script script = script(caller, service, command);
        JobSubject subject = new JobSubject.Service(service.name().value());
        Map<String, Object> inputs = withDefaults(caller, command, script);
        JobBuilder job = scripts.of(caller, subject, deploy ? "deploy" : "script", service, script, inputs)
                .script(deploy ? null : script.name());
        return transactions.call(() -> {
            Job accepted = starter.start(caller, Permission.SERVICES_DEPLOY, job);
            record(caller, accepted);
            return accepted;
        });
    }

    /** Only to those who may deploy all services is it told which there are not. */
    private static NotFound unknown(Caller caller) {
        caller.require(Permission.SERVICES_DEPLOY);
        return new NotFound("service");
    }

    private Script script(Caller caller, ServiceDefinition service, LaunchJob command) {
        if (command.script().isEmpty()) return service.deploy();
        return service.script(command.script().get()).orElseThrow(() -> unknownScript(caller, service));
    }

    /** Only to those who may see the service, or run all its scripts, is it told which there are not. */
    private Refused unknownScript(Caller caller, ServiceDefinition service) {
        if (!access.may(caller, service.name(), ServiceAccess.VIEW))
            access.require(caller, service.name(), ServiceAccess.RUN);
        return new Refused("unknown-script", "The service has no such script.");
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
