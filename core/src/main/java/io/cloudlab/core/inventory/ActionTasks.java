package io.cloudlab.core.inventory;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.jobs.JobKind;
import io.cloudlab.core.jobs.JobTask;
import io.cloudlab.core.jobs.Lane;
import io.cloudlab.core.jobs.ServiceRights;
import io.cloudlab.core.services.CatalogueSource;
import io.cloudlab.core.services.CheckedInputs;
import io.cloudlab.core.services.PatternTurns;
import io.cloudlab.core.services.Script;
import io.cloudlab.core.services.ScriptFile;
import io.cloudlab.core.services.ServiceDefinition;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.shared.InvalidInput;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.core.shared.Refused;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Prepares the jobs of actions. What an object holds reaches playbooks as literal variables and scripts through their
 * environment, never a command.
 */
final class ActionTasks {
    /** Which of an object's fields may name its service, the first that holds something. */
    private static final List<String> SERVICE_FIELDS = List.of("service_name", "name");

    private final CatalogueSource catalogue;
    private final PatternTurns patterns;
    private final ServiceRights rights;
    private final FieldSecrets secrets;
    private final BiFunction<ServiceName, String, JobTask.Builder> stopping;

    /** @param stopping a job that destroys the instances of a service, by the name of what is done */
    ActionTasks(
            CatalogueSource catalogue,
            PatternTurns patterns,
            ServiceRights rights,
            FieldSecrets secrets,
            BiFunction<ServiceName, String, JobTask.Builder> stopping) {
        this.catalogue = catalogue;
        this.patterns = patterns;
        this.rights = rights;
        this.secrets = secrets;
        this.stopping = stopping;
    }

    /**
     * @param item null for an action on the type as a whole
     * @throws io.cloudlab.core.access.Denied if the caller may not use the service that the object names
     */
    JobTask of(Caller caller, ItemType type, Action action, @Nullable Item item, RunAction wanted) {
        action.requireRunnable();
        JobTask.Builder task = switch (action.type()) {
            case PLAYBOOK -> playbook(type, action, item, wanted);
            case SCRIPT -> {
                ServiceDefinition service = service(item);
                yield script(caller, item, action, declared(action, service, catalogue), service, wanted);
            }
            case DYNAMIC_SCRIPTS -> {
                ServiceDefinition service = service(item);
                yield script(caller, item, action, chosen(service, wanted.script()), service, wanted);
            }
            case SCRIPT_STOP -> {
                ServiceName service = service(item).name();
                rights.requireStop(caller, service, item == null ? null : item.id());
                JobTask.Builder stop = stopping.apply(service, action.name());
                handOver(inputs(action, wanted), stop);
                yield stop;
            }
            case UNKNOWN -> throw new IllegalStateException("an action of unknown kind can be run");
            case SSH ->
                throw new Refused("ssh-action", "This action opens a terminal: connect to its WebSocket instead.");
        };
        if (item == null) task.type(type.slug().value());
        else task.object(item.id(), type.slug().value());
        return task.build();
    }

    private JobTask.Builder playbook(ItemType type, Action action, @Nullable Item item, RunAction wanted) {
        CheckedInputs inputs = inputs(action, wanted);
        String where = type.slug() + (item == null ? "" : "/" + item.id());
        JobTask.Builder task = JobTask.of(where, action.name(), action.label() + " for " + nameOf(type, item))
                .kind(item == null ? JobKind.TYPE : JobKind.OBJECT)
                .playbook(String.valueOf(action.playbook()));
        handOver(inputs, task);
        inputs.values().forEach((name, value) -> {
            if (JobTask.isVariable(name) && !action.vars().containsKey(name)) task.variable(name, value);
        });
        action.vars().forEach((name, text) -> {
            if (item == null) task.variable(name, text);
            else new ActionVariable(type, item, secrets).fill(name, text, task);
        });
        return task;
    }

    private CheckedInputs inputs(Action action, RunAction wanted) {
        return checked(new Script(action.name(), action.label(), "", "", action.inputs(), false), wanted);
    }

    private CheckedInputs checked(Script script, RunAction wanted) {
        return CheckedInputs.of(script, wanted.inputs(), catalogue, patterns);
    }

    private static void handOver(CheckedInputs inputs, JobTask.Builder task) {
        task.inputs(inputs.shown()).environment(inputs.environment()).secretEnvironment(inputs.secrets());
    }

    private static String nameOf(ItemType type, @Nullable Item item) {
        return item == null ? "all of type " + type.label() : item.name();
    }

    private JobTask.Builder script(
            Caller caller,
            @Nullable Item item,
            Action action,
            Script script,
            ServiceDefinition service,
            RunAction wanted) {
        rights.requireRun(caller, service.name(), script.file(), item == null ? null : item.id());
        if (script.file().isEmpty()) script.requireRunnable();
        ScriptFile file = catalogue.scriptFile(service.name(), script.file());
        switch (file) {
            case PRESENT, PROGRAM -> {}
            case MISSING -> throw new NotFound("script-file");
            case OUTSIDE -> throw new Refused("script-outside", "The script's file does not lie inside its service.");
        }
        script.requireRunnable();
        CheckedInputs inputs = checked(script, wanted);
        boolean deploy = script.file().equals(Script.DEPLOY.file());
        String name = service.name().value();
        JobTask.Builder task = JobTask.of(name, action.name(), "Running " + script.file() + " for " + name)
                .script(deploy ? null : script.name())
                .directory("services/" + name)
                .script(script.file(), file)
                .lane(script.parallel() ? Lane.PARALLEL : Lane.EXCLUSIVE);
        handOver(inputs, task);
        return task;
    }

    /**
     * The script of the service that the action names. A file of that name comes first: the names in scripts.yaml belong
     * to those who edit it. The action may say more of its inputs.
     */
    static Script declared(Action action, ServiceDefinition service, CatalogueSource catalogue) {
        String named = action.script() == null ? action.name() : action.script();
        Script script = file(service, named, catalogue)
                .or(() -> named(service, named))
                .orElseGet(() -> action.script() == null
                        ? unknownScript()
                        : new Script(action.name(), action.label(), "", named, List.of(), false));
        return action.inputs().isEmpty() ? script : script.withInputs(action.inputs());
    }

    private static Optional<Script> file(ServiceDefinition service, String named, CatalogueSource catalogue) {
        if (!catalogue.scriptFile(service.name(), named).isThere()) return Optional.empty();
        return ofFile(service, named).or(() -> Optional.of(new Script(named, named, "", named, List.of(), false)));
    }

    private static Script chosen(ServiceDefinition service, @Nullable String script) {
        if (script == null || script.isEmpty())
            throw new Refused("missing-script", "The action needs the name of the script in 'script'.");
        return named(service, script).orElseGet(ActionTasks::unknownScript);
    }

    /** By its name, else by its file. */
    private static Optional<Script> named(ServiceDefinition service, String named) {
        return service.script(named).or(() -> ofFile(service, named));
    }

    private static Optional<Script> ofFile(ServiceDefinition service, String file) {
        return service.scripts().stream()
                .filter(script -> script.file().equals(file))
                .findFirst();
    }

    private static Script unknownScript() {
        throw new Refused("unknown-script", "The service has no such script.");
    }

    private ServiceDefinition service(@Nullable Item item) {
        if (item == null)
            throw new Refused("no-service", "Scripts belong to a service, and a type as a whole has none.");
        Map<String, Object> data = item.data();
        for (String field : SERVICE_FIELDS) {
            if (!(data.get(field) instanceof String name)) continue;
            try {
                return catalogue.service(new ServiceName(name)).orElseThrow(ActionTasks::noService);
            } catch (InvalidInput noName) {
                throw noService();
            }
        }
        throw noService();
    }

    private static Refused noService() {
        return new Refused("no-service", "The object names no service of this lab.");
    }
}
