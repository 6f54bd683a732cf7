package io.cloudlab.app.e2e.durability;

import io.cloudlab.app.e2e.Api;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Something to launch whose whole output and exit code are known beforehand.
 *
 * @param script null for the deploy itself
 * @param pauseEvery after how many lines it pauses; 0 for never
 * @param weight how often it is chosen, relative to the others
 */
record DurabilityTask(
        String service, String script, int lines, int pauseEvery, double pauseSeconds, int exit, int weight) {
    static final List<DurabilityTask> ALL = List.of(
            new DurabilityTask("brief", null, 1, 0, 0, 0, 2),
            new DurabilityTask("burst", null, 3_000, 0, 0, 0, 3),
            new DurabilityTask("loud", null, 4_000, 0, 0, 7, 2),
            new DurabilityTask("steady", null, 2_000, 100, 0.02, 3, 2),
            new DurabilityTask("slow", null, 1_200, 60, 0.06, 42, 1),
            new DurabilityTask("crowd", "wave", 2_000, 200, 0.05, 5, 3));

    static DurabilityTask of(String service) {
        return ALL.stream()
                .filter(task -> task.service.equals(service))
                .findFirst()
                .orElseThrow();
    }

    private String file() {
        return script == null ? "deploy.sh" : script + ".sh";
    }

    Api.Answer launch(Api api) {
        String path = "/api/services/" + service;
        return script == null
                ? api.post(path + "/deploy")
                : api.post(path + "/run", Map.of("script", script, "inputs", Map.of()));
    }

    /** Prints its numbered lines after it has left the job's id in {@code runs}. */
    String text(String runs) {
        return String.format(
                Locale.ROOT,
                """
                echo "$CLOUDLAB_JOB_ID" >> '%s'
                for ((i = 1; i <= %d; i++)); do
                  echo "line $i of %s"
                  %s
                done
                exit %d
                """,
                runs,
                lines,
                service,
                pauseEvery == 0
                        ? ":"
                        : String.format(Locale.ROOT, "((i %% %d)) || sleep %.2f", pauseEvery, pauseSeconds),
                exit);
    }

    /** Every line of a run that nobody cancelled. */
    List<String> output() {
        List<String> all = new ArrayList<>();
        all.add("--- Running " + file() + " for " + service + " ---");
        all.add("$ bash " + file());
        for (int i = 1; i <= lines; i++) all.add("line " + i + " of " + service);
        if (exit != 0) all.add("[EXIT CODE: " + exit + "]");
        return all;
    }
}
