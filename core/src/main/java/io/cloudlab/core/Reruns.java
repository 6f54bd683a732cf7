package io.cloudlab.core;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.instances.InstanceAddress;
import io.cloudlab.core.instances.Instances;
import io.cloudlab.core.inventory.action.ItemActions;
import io.cloudlab.core.inventory.action.RunAction;
import io.cloudlab.core.jobs.JobVault;
import io.cloudlab.core.jobs.Jobs;
import io.cloudlab.core.jobs.LaunchJob;
import io.cloudlab.core.jobs.job.Job;
import io.cloudlab.core.jobs.job.JobId;
import io.cloudlab.core.jobs.job.JobRequest;
import io.cloudlab.core.jobs.job.JobSubject;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.services.input.InputNames;
import io.cloudlab.core.services.input.Script;
import io.cloudlab.core.shared.Refused;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs a job again with the same service, script, object and inputs. Rights, limits and everything else are checked anew, as
 * for a first job. Thread-safe.
 */
public final class Reruns {
    private final Jobs jobs;
    private final JobVault vault;
    private final Instances instances;
    private final ItemActions actions;

    Reruns(Jobs jobs, JobVault vault, Instances instances, ItemActions actions) {
        this.jobs = jobs;
        this.vault = vault;
        this.instances = instances;
        this.actions = actions;
    }

    /**
     * Starts a new job from the request of a former one.
     *
     * @param secrets the secret inputs by name; the stored form cannot be used again
     * @return the new job
     * @throws io.cloudlab.core.shared.NotFound if there is no such job, or its service or object is gone
     * @throws io.cloudlab.core.access.Denied if the caller may not see the job, or may not start such a job
     * @throws Refused if a secret input is missing, another one is sent, or the job is of a kind that cannot be run again
     */
    public Job run(Caller caller, JobId id, Map<String, ? extends @Nullable Object> secrets) {
        Job former = jobs.find(caller, id);
        Map<String, Object> inputs = new LinkedHashMap<>(former.request().inputs());
        inputs.putAll(complete(vault.inputs(former), secrets));
        return rerun(caller, former.request(), inputs);
    }

    private static Map<String, Object> complete(Set<String> needed, Map<String, ? extends @Nullable Object> sent) {
        Set<String> missing = new HashSet<>(needed);
        Map<String, Object> complete = new LinkedHashMap<>();
        sent.forEach((name, value) -> {
            String variable = InputNames.variable(name);
            if (!needed.contains(variable))
                throw new Refused(
                        "bad-input",
                        "Only secret inputs of the former job are sent again; the others stay as they were.");
            if (value == null || value.equals("")) return;
            missing.remove(variable);
            complete.put(name, value);
        });
        missing.stream().sorted().findFirst().ifPresent(variable -> {
            String name = variable.substring("INPUT_".length()).toLowerCase(Locale.ROOT);
            throw new Refused("missing-input", "Secret input '" + name + "' must be sent again.");
        });
        return complete;
    }

    private Job rerun(Caller caller, JobRequest request, Map<String, Object> inputs) {
        if (request.subject() instanceof JobSubject.Service on) return onService(caller, on, request, inputs);
        if (request.subject() instanceof JobSubject.Cloud) return onCloud(caller, request, inputs);
        if (request.needed() == null) throw unknown(); // a former version may have meant another action
        String script = request.script() == null ? Script.DEPLOY.file() : request.script();
        RunAction wanted = new RunAction(request.action(), script, inputs);
        String type = String.valueOf(request.subject().typeSlug());
        Long object = request.subject().objectId();
        return object == null ? actions.run(caller, type, wanted) : actions.run(caller, type, object, wanted);
    }

    private Job onService(Caller caller, JobSubject.Service on, JobRequest request, Map<String, Object> inputs) {
        ServiceName service = new ServiceName(on.name());
        return switch (request.action()) {
            case "deploy", "script" ->
                jobs.launch(caller, new LaunchJob(service, Optional.ofNullable(request.script()), inputs));
            case "stop" -> instances.stopService(caller, service);
            default -> throw unknown();
        };
    }

    private Job onCloud(Caller caller, JobRequest request, Map<String, Object> inputs) {
        return switch (request.action()) {
            case "stop_all" -> instances.stopAll(caller);
            case "refresh" -> instances.refresh(caller);
            case "destroy_instance" -> {
                String label = String.valueOf(inputs.get("label"));
                yield instances.stop(caller, new InstanceAddress(label, String.valueOf(inputs.get("region"))));
            }
            default -> throw unknown();
        };
    }

    private static Refused unknown() {
        return new Refused("not-repeatable", "A job of this kind cannot be run again.");
    }
}
