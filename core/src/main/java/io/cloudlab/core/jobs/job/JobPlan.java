package io.cloudlab.core.jobs.job;

import io.cloudlab.core.services.input.InputNames;
import io.cloudlab.core.vault.SealedSecret;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How a job is carried out, fixed when it is accepted.
 *
 * @param title what the first line of its output says
 * @param directory where it runs, relative to the lab directory, such as {@code services/hello}
 * @param commands argument lists, run one after the other; the first that fails is the last
 * @param environment the variables of its inputs, secret ones left out
 * @param variables what playbooks are handed as literal values, JSON-like
 * @param inputs in their types
 * @param timeout how long it may run; null for as long as it likes
 * @param retry whether it is tried again when it fails
 * @param secrets the sealed {@link JobSecrets}, or null if it has none
 */
public record JobPlan(
        String title,
        String directory,
        List<List<String>> commands,
        Map<String, String> environment,
        Map<String, Object> variables,
        @Nullable SealedSecret secrets,
        Concurrency lane,
        Inputs inputs,
        @Nullable Duration timeout,
        Retry retry) {
    public static final String SERVICES = "services/";
    public static final String SHELL = "bash";
    public static final String HERE = "./";
    public static final String ANSIBLE_PLAYBOOK = "ansible-playbook";

    /**
     * What a job's inputs are, in their types.
     *
     * @param values JSON-like, of those that are not secret
     * @param secrets the names of secret ones, whose values are in the {@link JobSecrets}
     */
    public record Inputs(Map<String, Object> values, Set<String> secrets) {
        public static final Inputs NONE = new Inputs(Map.of(), Set.of());

        public Inputs {
            values = Collections.unmodifiableMap(new TreeMap<>(values));
            secrets = Collections.unmodifiableSet(new TreeSet<>(secrets));
        }

        /** All of them. */
        public Map<String, Object> with(JobSecrets opened) {
            Map<String, Object> all = new HashMap<>(values);
            for (String name : secrets) all.put(name, opened.environment().getOrDefault(InputNames.variable(name), ""));
            return all;
        }
    }

    public JobPlan {
        commands = commands.stream().map(List::copyOf).toList();
        environment = Collections.unmodifiableMap(new TreeMap<>(environment));
        variables = Collections.unmodifiableMap(new TreeMap<>(variables));
    }

    /** Without inputs and timeout. */
    public JobPlan(
            String title,
            String directory,
            List<List<String>> commands,
            Map<String, String> environment,
            Map<String, Object> variables,
            @Nullable SealedSecret secrets,
            Concurrency lane) {
        this(title, directory, commands, environment, variables, secrets, lane, Inputs.NONE, null, Retry.NONE);
    }

    /** The same for the next try of a job. */
    JobPlan again(@Nullable SealedSecret resealed, Retry next) {
        return new JobPlan(title, directory, commands, environment, variables, resealed, lane, inputs, timeout, next);
    }

    /** The playbooks among the commands, relative to the lab directory, such as {@code init_playbook/stop.yaml}. */
    public List<String> playbooks() {
        String below = directory.isEmpty() ? "" : directory + "/";
        return commands.stream()
                .filter(command -> command.indexOf(ANSIBLE_PLAYBOOK) == 0)
                .map(command -> below + command.get(command.size() - 1))
                .toList();
    }
}
