package io.cloudlab.core.jobs;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.jobs.job.Concurrency;
import io.cloudlab.core.jobs.job.JobPlan;
import io.cloudlab.core.jobs.job.JobRequest;
import io.cloudlab.core.jobs.job.JobRunner;
import io.cloudlab.core.jobs.job.JobSubject;
import io.cloudlab.core.jobs.job.Retry;
import io.cloudlab.core.services.CheckedInputs;
import io.cloudlab.core.services.input.ScriptFile;
import io.cloudlab.core.shared.Refused;
import io.cloudlab.core.vault.SealedSecret;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
 * Describes a job that a use case has prepared down to its commands; {@link JobStarter} makes the job's {@link JobRequest}
 * and {@link JobPlan} from it. Unless told otherwise the job runs in the lab directory itself and waits its turn.
 *
 * <p>What users have sent goes into {@linkplain #variable variables} (for playbooks), {@linkplain #environment the
 * environment} or their secret counterparts; never into a command.
 */
public final class JobBuilder {
    /** What a job prints before the id of its deployment. In a title, which may hold the name of an object, it means nothing. */
    private static final String DEPLOYMENT_ID = "DEPLOYMENT_ID=";

    private static final Pattern PLAYBOOK = Pattern.compile("\\w[\\w .-]*(/\\w[\\w .-]*)*\\.ya?ml");

    final JobSubject subject;
    final List<List<String>> commands = new ArrayList<>();
    final Map<String, Object> variables = new LinkedHashMap<>();
    final Map<String, String> secretVariables = new LinkedHashMap<>();
    final Set<String> masked = new HashSet<>();
    Map<String, String> secretEnvironment = Map.of();
    String directory = "";
    Concurrency lane = Concurrency.EXCLUSIVE;
    private final String action;
    private final String title;
    private @Nullable String script;
    private @Nullable Duration timeout;
    private Retry retry = Retry.NONE;
    private JobPlan.Inputs typed = JobPlan.Inputs.NONE;
    private Map<String, Object> inputs = Map.of();
    private Map<String, String> environment = Map.of();

    private JobBuilder(JobSubject subject, String action, String title) {
        this.subject = subject;
        this.action = action;
        this.title = title.replace(DEPLOYMENT_ID, DEPLOYMENT_ID.toLowerCase(Locale.ROOT));
    }

    /**
     * @param action what is done, such as {@code refresh}
     * @param title what the first line of the output says, such as {@code Refreshing the instances}
     */
    public static JobBuilder of(JobSubject subject, String action, String title) {
        return new JobBuilder(subject, action, title);
    }

    /** Whether a variable of playbooks may have this name: {@link #variable} refuses all others. */
    public static boolean isVariable(String name) {
        return variableFault(name).isEmpty();
    }

    /** Why no variable of a playbook may have the name, one sentence; nothing if one may. */
    public static Optional<String> variableFault(String name) {
        return PlaybookVariables.nameFault(name);
    }

    /** Why a playbook may have no input of this name, one sentence; nothing if one may. */
    public static Optional<String> inputFault(String name) {
        return PlaybookVariables.inputFault(name);
    }

    /** The name of the script it runs, for action {@code script}. */
    public JobBuilder script(@Nullable String name) {
        script = name;
        return this;
    }

    /** What is stored and shown as the job's inputs: JSON-like, without secrets. */
    public JobBuilder inputs(Map<String, Object> shown) {
        inputs = shown;
        return this;
    }

    /** What a script or action takes in: shown, in the environment, or secret there. */
    public JobBuilder inputs(CheckedInputs checked) {
        return inputs(checked, Map.of());
    }

    /** @param fixed variables of the script; an input's variable wins */
    public JobBuilder inputs(CheckedInputs checked, Map<String, String> fixed) {
        Map<String, String> all = new TreeMap<>(fixed);
        all.putAll(checked.environment());
        typed = new JobPlan.Inputs(checked.typed(), checked.secretNames());
        return inputs(checked.shown()).environment(all).secretEnvironment(checked.secrets());
    }

    /** Where it runs, relative to the lab directory, such as {@code services/hello}. */
    public JobBuilder directory(String relative) {
        directory = relative;
        return this;
    }

    /** A further command; the commands run one after the other, and the first that fails is the last. */
    public JobBuilder command(String... words) {
        commands.add(List.of(words));
        return this;
    }

    /**
     * A further command: a script of the job's directory, which bash runs unless it is a program of its own.
     *
     * @param file relative to the directory
     * @param arguments each a word of its own
     */
    public JobBuilder script(String file, ScriptFile kind, List<String> arguments) {
        List<String> words = new ArrayList<>(
                kind == ScriptFile.PROGRAM ? List.of(JobPlan.HERE + file) : List.of(JobPlan.SHELL, file));
        words.addAll(arguments);
        commands.add(List.copyOf(words));
        return this;
    }

    /**
     * A further command: a playbook, on this machine unless it finds its hosts itself, with all of the variables.
     *
     * @param file relative to the job's directory
     * @throws Refused if that is no path to a YAML file below the directory
     */
    public JobBuilder playbook(String file) {
        if (!PLAYBOOK.matcher(file).matches())
            throw new Refused("bad-playbook", "A playbook must be a .yaml or .yml file of the lab directory.");
        return command(JobPlan.ANSIBLE_PLAYBOOK, "-i", "localhost,", "-e", JobRunner.VARIABLES, file);
    }

    /**
     * A further command: a playbook of the job's directory, which is handed the inputs as literal variables.
     *
     * @param file relative to the directory
     * @param words options, and what they need
     * @throws Refused if Ansible gives the name of an input a meaning of its own
     */
    public JobBuilder playbook(String file, List<String> words, CheckedInputs checked) {
        checked.typed().forEach((name, value) -> {
            PlaybookVariables.checkInput(name, value);
            variables.put(PlaybookVariables.ofInput(name), value);
        });
        for (String name : checked.secretNames()) {
            PlaybookVariables.checkInput(name, checked.secret(name));
            secretVariables.put(PlaybookVariables.ofInput(name), checked.secret(name));
        }
        List<String> all = new ArrayList<>(List.of(JobPlan.ANSIBLE_PLAYBOOK));
        all.addAll(words);
        all.addAll(List.of("-e", JobRunner.VARIABLES, file));
        commands.add(List.copyOf(all));
        return this;
    }

    /** What the processes find in their environment, in the open. */
    public JobBuilder environment(Map<String, String> plain) {
        environment = plain;
        return this;
    }

    /**
     * A variable of the playbooks: literal data for Ansible, never a template, even if it looks like one.
     *
     * @param value JSON-like
     * @throws Refused if Ansible gives the name a meaning of its own, or the value is too much
     */
    public JobBuilder variable(String name, @Nullable Object value) {
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
    public JobBuilder secretVariable(String name, String value, Set<String> secrets) {
        PlaybookVariables.check(name, value);
        secretVariables.put(name, value);
        masked.addAll(secrets);
        return this;
    }

    /** What the processes find in their environment, and what is sealed at rest and masked in all output. */
    public JobBuilder secretEnvironment(Map<String, String> secret) {
        secretEnvironment = secret;
        return this;
    }

    /** Adds to what is secret in the environment. */
    public JobBuilder alsoSecret(Map<String, String> more) {
        Map<String, String> all = new TreeMap<>(more);
        all.putAll(secretEnvironment);
        secretEnvironment = all;
        return this;
    }

    /** @param most how long it may run; null for as long as it likes */
    public JobBuilder timeout(@Nullable Duration most) {
        timeout = most;
        return this;
    }

    /** Whether it is tried again when it fails. */
    public JobBuilder retry(Retry again) {
        retry = again;
        return this;
    }

    public JobBuilder lane(Concurrency which) {
        lane = which;
        return this;
    }

    /** @throws Refused if the variables are too much together */
    void check() {
        Map<String, Object> all = new LinkedHashMap<>(variables);
        all.putAll(secretVariables);
        PlaybookVariables.checkTogether(all);
    }

    JobRequest request(Caller caller, Permission needed, Instant now) {
        String username = String.valueOf(caller.username());
        return new JobRequest(subject, action, script, inputs, caller.userId(), username, now, needed);
    }

    JobPlan plan(@Nullable SealedSecret secrets) {
        return new JobPlan(title, directory, commands, environment, variables, secrets, lane, typed, timeout, retry);
    }

    /** Leaves everything else out, since some of it may be secret. */
    @Override
    public String toString() {
        return "JobBuilder[" + subject.name() + " " + action + "]";
    }
}
