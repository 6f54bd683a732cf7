package io.cloudlab.process.run;

import io.cloudlab.core.jobs.job.JobRunner.Containment;
import io.cloudlab.process.job.JobFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A way to hold a process tree together.
 *
 * @param words what the tree is started with; nothing for the weakest way
 * @param prefix what each command in it is started with
 * @param view what is mounted over the data directory; null if that stays visible
 */
public record ProcessIsolation(
        Containment shown,
        List<String> words,
        List<String> prefix,
        @Nullable JobView view) {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessIsolation.class);

    private static final List<String> PID_NAMESPACE =
            List.of("unshare", "--pid", "--fork", "--kill-child", "--mount-proc", "--propagation", "slave", "--");
    private static final List<String> USER_AND_PID_NAMESPACE =
            List.of("unshare", "--user", "--map-current-user", "--pid", "--fork", "--kill-child", "--mount-proc", "--");
    /** The same with the right to mount, which the first process keeps for itself: see {@link #WITHOUT_RIGHTS}. */
    private static final List<String> USER_AND_PID_NAMESPACE_TO_MOUNT = List.of(
            "unshare",
            "--user",
            "--map-current-user",
            "--keep-caps",
            "--pid",
            "--fork",
            "--kill-child",
            "--mount-proc",
            "--");

    private static final List<String> WITHOUT_RIGHTS =
            List.of("setpriv", "--ambient-caps=-all", "--inh-caps=-all", "--bounding-set=-all");

    private static final String TEST = "[ $$ = 1 ] && read -r stat </proc/self/stat && [ \"${stat%% *}\" = 1 ] || exit;"
            + " [ -n \"$1\" ] || exit 0; mount --no-mtab --all --fstab \"$1\" && [ -w \"$2\" ] && [ ! -e \"$1\" ] || exit;"
            + " shift 2; \"$@\" true";

    private static final String PID = "PID namespace";
    private static final String USER_AND_PID = "user and PID namespace";

    public static final ProcessIsolation WEAK = plain("process group and cookie", List.of());

    private static final List<ProcessIsolation> STRONG =
            List.of(plain(PID, PID_NAMESPACE), plain(USER_AND_PID, USER_AND_PID_NAMESPACE));

    private static ProcessIsolation plain(String name, List<String> words) {
        return new ProcessIsolation(new Containment(name, words.isEmpty(), false), words, List.of(), null);
    }

    private static List<ProcessIsolation> hiding(JobView view) {
        return List.of(
                new ProcessIsolation(new Containment(PID, false, true), PID_NAMESPACE, List.of(), view),
                new ProcessIsolation(
                        new Containment(USER_AND_PID, false, true),
                        USER_AND_PID_NAMESPACE_TO_MOUNT,
                        WITHOUT_RIGHTS,
                        view));
    }

    /**
     * The best way this host permits, found by trying.
     *
     * @param view what is to be mounted over the data directory; null if nothing is
     * @param scratch for a job that is none
     */
    public static ProcessIsolation probe(Map<String, String> environment, @Nullable JobView view, JobFolder scratch) {
        List<ProcessIsolation> candidates = new ArrayList<>();
        if (view != null) candidates.addAll(hiding(view));
        candidates.addAll(STRONG);
        for (ProcessIsolation candidate : candidates) {
            if (candidate.works(environment, scratch)) return candidate;
        }
        return WEAK;
    }

    boolean hasNamespace() {
        return !words.isEmpty();
    }

    /** What is mounted for a job: a file, or the empty word. */
    String mounts(JobFolder folder) throws IOException {
        return view == null ? "" : view.prepare(folder).toString();
    }

    private boolean works(Map<String, String> environment, JobFolder scratch) {
        try {
            if (view != null) scratch.create();
            List<String> command = new ArrayList<>(words);
            command.addAll(List.of(
                    "sh", "-c", TEST, "sh", mounts(scratch), scratch.temporary().toString()));
            command.addAll(prefix);
            return ProcessStarter.run(command, environment, Path.of("/")) == 0;
        } catch (IOException e) {
            return false;
        } finally {
            discard(scratch);
        }
    }

    private static void discard(JobFolder scratch) {
        try {
            scratch.delete();
        } catch (IOException e) {
            LOG.warn("The files of a test of namespaces cannot be removed.", e);
        }
    }
}
