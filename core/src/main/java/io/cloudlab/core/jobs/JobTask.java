package io.cloudlab.core.jobs;

import io.cloudlab.core.services.ScriptFile;
import io.cloudlab.core.shared.Refused;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A job that a use case has prepared down to its commands: what it is called, where it runs and what it is handed.
 * Immutable; made by a {@link Builder}.
 *
 * <p>What users have sent goes into {@linkplain Builder#variable variables} (for playbooks), {@linkplain
 * Builder#environment the environment} or their secret counterparts; never into a command.
 */
public final class JobTask {
    final JobKind kind;
    final String service;
    final String action;
    final @Nullable String script;
    final Map<String, Object> inputs;
    final @Nullable Long objectId;
    final @Nullable String typeSlug;
    final String title;
    final String directory;
    final List<List<String>> commands;
    final Map<String, String> environment;
    final Map<String, Object> variables;
    final Map<String, String> secretEnvironment;
    final Map<String, String> secretVariables;
    final Set<String> masked;
    final Lane lane;

    private JobTask(Builder parts) {
        this.kind = parts.kind;
        this.service = parts.service;
        this.action = parts.action;
        this.script = parts.script;
        this.inputs = Collections.unmodifiableMap(new LinkedHashMap<>(parts.inputs));
        this.objectId = parts.objectId;
        this.typeSlug = parts.typeSlug;
        this.title = parts.title;
        this.directory = parts.directory;
        this.commands = List.copyOf(parts.commands);
        this.environment = Map.copyOf(parts.environment);
        this.variables = Collections.unmodifiableMap(new TreeMap<>(parts.variables));
        this.secretEnvironment = Map.copyOf(parts.secretEnvironment);
        this.secretVariables = Map.copyOf(parts.secretVariables);
        this.masked = Set.copyOf(parts.masked);
        this.lane = parts.lane;
    }

    /**
     * @param service the service's name, or what stands in its place, such as {@code inventory}
     * @param action what is done, such as {@code refresh}
     * @param title what the first line of the output says, such as {@code Refreshing the instances}
     */
    public static Builder of(String service, String action, String title) {
        return new Builder(service, action, title);
    }

    /** Whether a variable of playbooks may have this name: {@link Builder#variable} refuses all others. */
    public static boolean isVariable(String name) {
        return variableFault(name).isEmpty();
    }

    /** Why no variable of a playbook may have the name, one sentence; nothing if one may. */
    public static Optional<String> variableFault(String name) {
        return PlaybookVariables.nameFault(name);
    }

    /** Leaves everything else out, since some of it may be secret. */
    @Override
    public String toString() {
        return "JobTask[" + service + " " + action + "]";
    }

    /** Collects the parts of a task; what is not told otherwise runs in the lab directory itself and waits its turn. */
    public static final class Builder {
        /** What a job prints before the id of its deployment. In a title, which may hold the name of an object, it means nothing. */
        private static final String DEPLOYMENT_ID = "DEPLOYMENT_ID=";

        private static final Pattern PLAYBOOK = Pattern.compile("\\w[\\w .-]*(/\\w[\\w .-]*)*\\.ya?ml");

        private JobKind kind = JobKind.SERVICE;
        private final String service;
        private final String action;
        private final String title;
        private @Nullable String script;
        private Map<String, Object> inputs = Map.of();
        private @Nullable Long objectId;
        private @Nullable String typeSlug;
        private String directory = "";
        private final List<List<String>> commands = new ArrayList<>();
        private Map<String, String> environment = Map.of();
        private final Map<String, Object> variables = new LinkedHashMap<>();
        private Map<String, String> secretEnvironment = Map.of();
        private final Map<String, String> secretVariables = new LinkedHashMap<>();
        private final Set<String> masked = new HashSet<>();
        private Lane lane = Lane.EXCLUSIVE;

        private Builder(String service, String action, String title) {
            this.service = service;
            this.action = action;
            this.title = title.replace(DEPLOYMENT_ID, DEPLOYMENT_ID.toLowerCase(Locale.ROOT));
        }

        /** What it works on; a service unless told otherwise. */
        public Builder kind(JobKind which) {
            kind = which;
            return this;
        }

        /** The name of the script it runs, for action {@code script}. */
        public Builder script(@Nullable String name) {
            script = name;
            return this;
        }

        /** What is stored and shown as the job's inputs: JSON-like, without secrets. */
        public Builder inputs(Map<String, Object> shown) {
            inputs = shown;
            return this;
        }

        /** The inventory object it acts on. */
        public Builder object(long id, String type) {
            objectId = id;
            return type(type);
        }

        /** The inventory type it acts on, where that is no single object. */
        public Builder type(String slug) {
            typeSlug = slug;
            return this;
        }

        /** Where it runs, relative to the lab directory, such as {@code services/hello}. */
        public Builder directory(String relative) {
            directory = relative;
            return this;
        }

        /** A further command; the commands run one after the other, and the first that fails is the last. */
        public Builder command(String... words) {
            commands.add(List.of(words));
            return this;
        }

        /**
         * A further command: a script of the task's directory, which bash runs unless it is a program of its own.
         *
         * @param file relative to the directory
         */
        public Builder script(String file, ScriptFile kind) {
            return kind == ScriptFile.PROGRAM ? command(JobPlan.HERE + file) : command(JobPlan.SHELL, file);
        }

        /**
         * A further command: a playbook, on this machine unless it finds its hosts itself, with all of the variables.
         *
         * @param file relative to the task's directory
         * @throws Refused if that is no path to a YAML file below the directory
         */
        public Builder playbook(String file) {
            if (!PLAYBOOK.matcher(file).matches())
                throw new Refused("bad-playbook", "A playbook must be a .yaml or .yml file of the lab directory.");
            return command(JobPlan.ANSIBLE_PLAYBOOK, "-i", "localhost,", "-e", JobRunner.VARIABLES, file);
        }

        /** What the processes find in their environment, in the open. */
        public Builder environment(Map<String, String> plain) {
            environment = plain;
            return this;
        }

        /**
         * A variable of the playbooks: literal data for Ansible, never a template, whatever it holds.
         *
         * @param value JSON-like
         * @throws Refused if Ansible gives the name a meaning of its own, or the value is too much
         */
        public Builder variable(String name, @Nullable Object value) {
            PlaybookVariables.check(name, value);
            variables.put(name, value);
            return this;
        }

        /**
         * A variable of the playbooks that is sealed at rest and masked in all output.
         *
         * @param secrets what of the value is secret and masked by itself too
         * @throws Refused as {@link #variable} does
         */
        public Builder secretVariable(String name, String value, Set<String> secrets) {
            PlaybookVariables.check(name, value);
            secretVariables.put(name, value);
            masked.addAll(secrets);
            return this;
        }

        /** What the processes find in their environment, and what is sealed at rest and masked in all output. */
        public Builder secretEnvironment(Map<String, String> secret) {
            secretEnvironment = secret;
            return this;
        }

        public Builder lane(Lane which) {
            lane = which;
            return this;
        }

        /** @throws Refused if the variables are too much together */
        public JobTask build() {
            Map<String, Object> all = new LinkedHashMap<>(variables);
            all.putAll(secretVariables);
            PlaybookVariables.checkTogether(all);
            return new JobTask(this);
        }
    }
}
