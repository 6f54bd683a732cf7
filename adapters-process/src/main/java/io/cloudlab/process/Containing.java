package io.cloudlab.process;

import io.cloudlab.core.jobs.JobRunner.Containment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A way to hold a process tree together.
 *
 * @param words what the command is started with; nothing for the weakest way
 */
record Containing(Containment shown, List<String> words) {
    private static final List<String> PID_NAMESPACE =
            List.of("unshare", "--pid", "--fork", "--kill-child", "--mount-proc", "--propagation", "slave", "--");
    private static final List<String> USER_AND_PID_NAMESPACE =
            List.of("unshare", "--user", "--map-current-user", "--pid", "--fork", "--kill-child", "--mount-proc", "--");

    static final Containing WEAK = new Containing(new Containment("process group and cookie", true), List.of());

    private static final List<Containing> STRONG = List.of(
            new Containing(new Containment("PID namespace", false), PID_NAMESPACE),
            new Containing(new Containment("user and PID namespace", false), USER_AND_PID_NAMESPACE));

    /** The best way this host permits, found by trying. */
    static Containing probe(Map<String, String> environment, Path directory) {
        for (Containing candidate : STRONG) {
            if (candidate.works(environment, directory)) return candidate;
        }
        return WEAK;
    }

    boolean hasNamespace() {
        return !words.isEmpty();
    }

    private boolean works(Map<String, String> environment, Path directory) {
        List<String> command = new ArrayList<>(words);
        command.addAll(List.of("sh", "-c", "[ $$ = 1 ] && read -r stat </proc/self/stat && [ \"${stat%% *}\" = 1 ]"));
        try {
            return Programs.run(command, environment, directory) == 0;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }
}
