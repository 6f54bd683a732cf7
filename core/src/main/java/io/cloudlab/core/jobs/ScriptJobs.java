package io.cloudlab.core.jobs;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.jobs.job.Concurrency;
import io.cloudlab.core.jobs.job.JobPlan;
import io.cloudlab.core.jobs.job.JobSubject;
import io.cloudlab.core.jobs.job.Retry;
import io.cloudlab.core.services.CatalogueSource;
import io.cloudlab.core.services.CheckedInputs;
import io.cloudlab.core.services.InputChecks;
import io.cloudlab.core.services.ServiceDefinition;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.services.input.PlaybookOptions;
import io.cloudlab.core.services.input.Script;
import io.cloudlab.core.services.input.ScriptFile;
import io.cloudlab.core.services.secret.SecretName;
import io.cloudlab.core.services.secret.ServiceSecrets;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.core.shared.Refused;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Prepares the jobs that run scripts of services, be it for a request that names the service or for an object's action. */
public final class ScriptJobs {
    private final CatalogueSource catalogue;
    private final InputChecks checks;
    private final ServiceRights rights;
    private final ServiceSecrets secrets;

    public ScriptJobs(CatalogueSource catalogue, InputChecks checks, ServiceRights rights, ServiceSecrets secrets) {
        this.catalogue = catalogue;
        this.checks = checks;
        this.rights = rights;
        this.secrets = secrets;
    }

    /**
     * @param subject the service itself, or the object whose action runs the script
     * @throws io.cloudlab.core.access.Denied if the caller may not run the script
     * @throws NotFound if its file is missing
     * @throws Refused if it cannot be run, or naming the input at fault
     */
    public JobBuilder of(
            Caller caller,
            JobSubject subject,
            String action,
            ServiceDefinition service,
            Script script,
            Map<String, Object> sent) {
        rights.requireRun(caller, service.name(), script.file(), subject.objectId());
        ScriptFile file = file(service.name(), script);
        script.requireRunnable();
        CheckedInputs inputs = checks.check(caller, service.name(), script, sent);
        JobBuilder job = JobBuilder.of(subject, action, "Running " + script.file() + " for " + service.name())
                .inputs(inputs, environment(service, script))
                .alsoSecret(secrets.values(service.name(), secretNames(service, script)))
                .directory(JobPlan.SERVICES + service.name())
                .timeout(script.options().timeout())
                .retry(Retry.of(script.options().retries(), script.options().retryDelay()))
                .lane(script.parallel() ? Concurrency.PARALLEL : Concurrency.EXCLUSIVE);
        PlaybookOptions playbook = script.options().playbook();
        return playbook == null
                ? job.script(script.file(), file, arguments(script, inputs))
                : job.playbook(script.file(), words(service.name(), playbook, script, inputs), inputs);
    }

    /** Of a playbook: its inventory, its options, and those of them that have no key of their own. */
    private List<String> words(ServiceName service, PlaybookOptions playbook, Script script, CheckedInputs inputs) {
        List<String> words = new ArrayList<>();
        if (playbook.inventory() != null) {
            words.add("-i");
            words.add(catalogue.inventory(service, playbook.inventory().put(inputs::text)));
        }
        words.addAll(playbook.words(inputs::text));
        words.addAll(arguments(script, inputs));
        return words;
    }

    /** The script's own variables win over those of its service, and these over those of the lab. */
    private Map<String, String> environment(ServiceDefinition service, Script script) {
        Map<String, String> environment = new HashMap<>(catalogue.environment());
        environment.putAll(service.environment());
        environment.putAll(script.options().environment());
        return environment;
    }

    private static Set<SecretName> secretNames(ServiceDefinition service, Script script) {
        return Stream.concat(service.secrets().stream(), script.options().secrets().stream())
                .map(SecretName::new)
                .collect(Collectors.toSet());
    }

    private static List<String> arguments(Script script, CheckedInputs inputs) {
        return script.options().arguments().stream()
                .map(argument -> argument.fill(inputs::text))
                .toList();
    }

    private ScriptFile file(ServiceName service, Script script) {
        if (script.file().isEmpty()) script.requireRunnable();
        ScriptFile file = catalogue.scriptFile(service, script.file());
        return switch (file) {
            case PRESENT, PROGRAM -> file;
            case MISSING -> throw new NotFound("script-file", "The file of this script is missing from its service.");
            case OUTSIDE -> throw new Refused("script-outside", "The script's file does not lie inside its service.");
        };
    }
}
