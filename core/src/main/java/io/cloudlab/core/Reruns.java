package io.cloudlab.core;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.instances.InstanceAddress;
import io.cloudlab.core.instances.Instances;
import io.cloudlab.core.inventory.ItemActions;
import io.cloudlab.core.inventory.RunAction;
import io.cloudlab.core.jobs.Job;
import io.cloudlab.core.jobs.JobId;
import io.cloudlab.core.jobs.JobRequest;
import io.cloudlab.core.jobs.JobStarter;
import io.cloudlab.core.jobs.Jobs;
import io.cloudlab.core.jobs.LaunchJob;
import io.cloudlab.core.services.InputNames;
import io.cloudlab.core.services.Script;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.shared.Refused;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks again for what a job was asked for: the same service, script, object and inputs, for whoever may ask for it now.
 * Everything else is decided anew, as for a first job. Thread-safe.
 */
public final class Reruns {
    private final Jobs jobs;
    private final JobStarter starter;
    private final Instances instances;
    private final ItemActions actions;

    Reruns(LabJobs started, ItemActions actions) {
        this.jobs = started.jobs();
        this.starter = started.starter();
        this.instances = started.instances();
        this.actions = actions;
    }

    /**
     * Starts the job's like.
     *
     * @param secrets the secret inputs by name, which are kept for nobody to use again
     * @return the new job
     * @throws io.cloudlab.core.shared.NotFound if there is no such job, or its service or object is gone
     * @throws io.cloudlab.core.access.Denied if the caller may not see the job, or not start its like
     * @throws Refused if a secret input is missing, another one is sent, or the job is of a kind that cannot be run again
     */
    public Job run(Caller caller, JobId id, Map<String, ? extends @Nullable Object> secrets) {
        Job former = jobs.find(caller, id);
        Map<String, Object> inputs = new LinkedHashMap<>(former.request().inputs());
        inputs.putAll(complete(starter.secretInputs(former), secrets));
        return again(caller, former.request(), inputs);
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

    private Job again(Caller caller, JobRequest request, Map<String, Object> inputs) {
        String type = request.typeSlug();
        Permission needed = request.needed() == null ? formerly(request) : request.needed();
        if (type != null) return action(caller, request, type, needed, inputs);
        if (needed.equals(Permission.SERVICES_DEPLOY)) {
            ServiceName service = new ServiceName(request.service());
            return jobs.launch(caller, new LaunchJob(service, Optional.ofNullable(request.script()), inputs));
        }
        if (needed.equals(Permission.SERVICES_STOP))
            return instances.stopService(caller, new ServiceName(request.service()));
        if (needed.equals(Permission.SYSTEM_STOP_ALL)) return instances.stopAll(caller);
        if (needed.equals(Permission.INSTANCES_REFRESH)) return instances.refresh(caller);
        if (needed.equals(Permission.INSTANCES_STOP))
            return instances.stop(
                    caller,
                    new InstanceAddress(String.valueOf(inputs.get("label")), String.valueOf(inputs.get("region"))));
        throw unknown();
    }

    private Job action(Caller caller, JobRequest request, String type, Permission needed, Map<String, Object> inputs) {
        String onType = "inventory." + type + ".";
        if (!needed.codename().startsWith(onType)) throw unknown();
        String name = needed.codename().substring(onType.length());
        String script = request.script() == null ? Script.DEPLOY.file() : request.script();
        RunAction wanted = new RunAction(name, script, inputs);
        Long object = request.objectId();
        return object == null ? actions.run(caller, type, wanted) : actions.run(caller, type, object, wanted);
    }

    /** Jobs of former versions do not say what was needed for them. */
    private static Permission formerly(JobRequest request) {
        return switch (request.action()) {
            case "deploy", "script" -> Permission.SERVICES_DEPLOY;
            case "stop" -> Permission.SERVICES_STOP;
            case "stop_all" -> Permission.SYSTEM_STOP_ALL;
            case "destroy_instance" -> Permission.INSTANCES_STOP;
            case "refresh" -> Permission.INSTANCES_REFRESH;
            default -> throw unknown();
        };
    }

    private static Refused unknown() {
        return new Refused("not-repeatable", "A job of this kind cannot be run again.");
    }
}
