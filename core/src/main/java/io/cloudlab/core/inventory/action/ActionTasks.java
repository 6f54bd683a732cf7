package io.cloudlab.core.inventory.action;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.instances.Instances;
import io.cloudlab.core.inventory.item.FieldSecrets;
import io.cloudlab.core.inventory.item.Item;
import io.cloudlab.core.inventory.type.Action;
import io.cloudlab.core.inventory.type.ItemType;
import io.cloudlab.core.jobs.JobBuilder;
import io.cloudlab.core.jobs.ScriptJobs;
import io.cloudlab.core.jobs.ServiceRights;
import io.cloudlab.core.jobs.job.JobSubject;
import io.cloudlab.core.services.CatalogueSource;
import io.cloudlab.core.services.CheckedInputs;
import io.cloudlab.core.services.InputChecks;
import io.cloudlab.core.services.ServiceDefinition;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.services.input.Script;
import io.cloudlab.core.shared.InvalidInput;
import io.cloudlab.core.shared.Refused;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Prepares the jobs of actions. What an object holds reaches playbooks as literal variables and scripts through their
 * environment, never a command.
 */
public final class ActionTasks {
    /** Which of an object's fields may name its service, the first that holds something. */
    private static final List<String> SERVICE_FIELDS = List.of("service_name", "name");

    private final CatalogueSource catalogue;
    private final InputChecks checks;
    private final ServiceRights rights;
    private final ScriptJobs scripts;
    private final FieldSecrets secrets;

    public ActionTasks(
            CatalogueSource catalogue,
            InputChecks checks,
            ServiceRights rights,
            ScriptJobs scripts,
            FieldSecrets secrets) {
        this.catalogue = catalogue;
        this.checks = checks;
        this.rights = rights;
        this.scripts = scripts;
        this.secrets = secrets;
    }

    /**
     * @param item null for an action on the type as a whole
     * @throws io.cloudlab.core.access.Denied if the caller may not use the service that the object names
     */
    JobBuilder of(Caller caller, ItemType type, Action action, @Nullable Item item, RunAction wanted) {
        action.requireRunnable();
        return switch (action.type()) {
            case PLAYBOOK -> playbook(caller, type, action, item, wanted);
            case SCRIPT -> {
                ServiceDefinition service = service(item);
                yield script(caller, type, action, item, service, declared(action, service, catalogue), wanted);
            }
            case DYNAMIC_SCRIPTS -> {
                ServiceDefinition service = service(item);
                yield script(caller, type, action, item, service, chosen(service, wanted.script()), wanted);
            }
            case SCRIPT_STOP -> {
                ServiceName service = service(item).name();
                JobSubject subject = subject(type, item, service);
                rights.requireStop(caller, service, subject.objectId());
                yield Instances.stopping(subject, service, action.name()).inputs(inputs(caller, action, wanted));
            }
            case UNKNOWN -> throw new IllegalStateException("an action of unknown kind can be run");
            case SSH ->
                throw new Refused("ssh-action", "This action opens a terminal: connect to its WebSocket instead.");
        };
    }

    private static JobSubject subject(ItemType type, @Nullable Item item, @Nullable ServiceName service) {
        String slug = type.slug().value();
        if (item == null) return new JobSubject.TypeAction(slug);
        return service == null
                ? new JobSubject.ItemAction(slug, item.id())
                : new JobSubject.ItemAction(slug, item.id(), service.value());
    }

    private JobBuilder playbook(Caller caller, ItemType type, Action action, @Nullable Item item, RunAction wanted) {
        CheckedInputs inputs = inputs(caller, action, wanted);
        JobSubject subject = subject(type, item, null);
        JobBuilder job = JobBuilder.of(subject, action.name(), action.label() + " for " + nameOf(type, item))
                .playbook(String.valueOf(action.playbook()))
                .inputs(inputs);
        inputs.values().forEach((name, value) -> {
            if (JobBuilder.isVariable(name) && !action.vars().containsKey(name)) job.variable(name, value);
        });
        action.vars().forEach((name, text) -> {
            if (item == null) job.variable(name, text);
            else new ActionVariable(type, item, secrets).fill(name, text, job);
        });
        return job;
    }

    private CheckedInputs inputs(Caller caller, Action action, RunAction wanted) {
        Script script = new Script(action.name(), action.label(), "", "", action.inputs(), false);
        return checks.check(caller, null, script, wanted.inputs());
    }

    private static String nameOf(ItemType type, @Nullable Item item) {
        return item == null ? "all of type " + type.label() : item.name();
    }

    private JobBuilder script(
            Caller caller,
            ItemType type,
            Action action,
            @Nullable Item item,
            ServiceDefinition service,
            Script script,
            RunAction wanted) {
        JobSubject subject = subject(type, item, service.name());
        boolean deploy = script.file().equals(Script.DEPLOY.file());
        return scripts.of(caller, subject, action.name(), service, script, wanted.inputs())
                .script(deploy ? null : script.name());
    }

    /**
     * The script of the service that the action names. A file of that name comes first: the names in scripts.yaml belong
     * to those who edit it. The action may say more of its inputs.
     */
    public static Script declared(Action action, ServiceDefinition service, CatalogueSource catalogue) {
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
            } catch (InvalidInput e) {
                throw noService();
            }
        }
        throw noService();
    }

    private static Refused noService() {
        return new Refused("no-service", "The object names no service of this lab.");
    }
}
