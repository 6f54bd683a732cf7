package io.cloudlab.core.jobs.job;

import io.cloudlab.core.jobs.LaunchFailed;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Runs jobs as processes that outlive this program. Nothing is ever started twice. Implementations are thread-safe.
 *
 * <p>What happens to a job is told to the {@link Listener} exactly once per {@link #start} or {@link #attach} that
 * returns normally, on a thread of the runner, after all output has reached the job's log.
 */
public interface JobRunner {
    /** As a word of a command it stands for the file that holds the variables; Ansible takes it after {@code -e}. */
    String VARIABLES = "@variables.json";

    /** In a job's environment it holds the vault password; Ansible is then told to find it there. */
    String VAULT_PASSWORD = "CLOUDLAB_JOB_VAULT_PASSWORD";

    /**
     * Starts the commands, detached from this program, with their output going to the job's log. The log exists already.
     *
     * @throws LaunchFailed if no process was started
     */
    void start(Launch launch, Listener listener);

    /** Takes up a job that an earlier run of this program was told to start. */
    void attach(JobId id, String nonce, Listener listener);

    /**
     * Ends the whole process tree: TERM, then after {@code grace} KILL, then looks whether anything is left. Blocks until
     * then. The listener is told of the end as of any other.
     *
     * @return how many processes could not be ended; 0 is success
     */
    int stop(JobId id, String nonce, Duration grace);

    /** How far the playbooks of a job have come, or came; nothing of it is masked. */
    PlayProgress progress(JobId id);

    /** How well this host lets a process tree be held together. */
    Containment containment();

    /**
     * How process trees are held together.
     *
     * @param weak if processes that hide on purpose might escape
     * @param hidesData if jobs do not see the server's data directory, but for their own temporary files
     */
    record Containment(String name, boolean weak, boolean hidesData) {}

    /**
     * What to start.
     *
     * @param directory relative to the lab directory
     * @param commands argument lists, run in order until one fails
     * @param environment added to the few variables every job gets
     * @param inputs in their types, JSON-like, secret ones too
     * @param variables JSON-like; playbooks find them as literal values, which are never taken for templates
     */
    record Launch(
            JobId id,
            String nonce,
            String directory,
            List<List<String>> commands,
            Map<String, String> environment,
            Map<String, Object> inputs,
            Map<String, Object> variables) {
        /** Without inputs. */
        public Launch(
                JobId id,
                String nonce,
                String directory,
                List<List<String>> commands,
                Map<String, String> environment,
                Map<String, Object> variables) {
            this(id, nonce, directory, commands, environment, Map.of(), variables);
        }

        public Launch {
            commands = List.copyOf(commands);
            environment = Map.copyOf(environment);
            inputs = Collections.unmodifiableMap(new TreeMap<>(inputs));
            variables = Collections.unmodifiableMap(new TreeMap<>(variables));
        }

        /** Leaves the environment out, since it holds secrets. */
        @Override
        public String toString() {
            return "Launch[" + id + "]";
        }
    }

    /** Is told how a job's processes ended. */
    interface Listener {
        void ended(JobId id, End end);
    }

    /** How a job's processes ended. */
    sealed interface End {
        /** By themselves or by a signal (128 + its number); {@code at} is when. */
        record Exited(int code, Instant at, PlayReport plays, Map<String, String> outputs) implements End {
            public Exited {
                outputs = Map.copyOf(outputs);
            }

            public Exited(int code, Instant at) {
                this(code, at, PlayReport.NONE, Map.of());
            }
        }

        /** How is not recorded; what was left of them has been killed. */
        record Lost() implements End {}

        /** They never began, and never will. */
        record NotStarted() implements End {}
    }
}
