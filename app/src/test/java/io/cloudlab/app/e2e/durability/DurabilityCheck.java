package io.cloudlab.app.e2e.durability;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudlab.app.e2e.Api;
import io.cloudlab.core.audit.AuditEntry;
import io.cloudlab.persistence.JdbiPersistence;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Compares what the server knows at the end with what it had acknowledged and with what the scripts have left. */
final class DurabilityCheck {
    private final Api api;
    private final DurabilityLedger ledger;
    private final DurabilityLab lab;
    private final List<String> problems = new ArrayList<>();
    private final Map<String, Integer> counts = new TreeMap<>();
    private final Map<String, JsonNode> jobs = new LinkedHashMap<>();
    private final Map<String, List<String>> outputs = new LinkedHashMap<>();

    DurabilityCheck(Api api, DurabilityLedger ledger, DurabilityLab lab) {
        this.api = api;
        this.ledger = ledger;
        this.lab = lab;
    }

    List<String> problems() {
        return problems;
    }

    String summary() {
        return counts.entrySet().stream()
                .map(count -> count.getKey() + " " + count.getValue())
                .collect(Collectors.joining(", "));
    }

    boolean everythingHasEnded() {
        return api.get("/api/jobs?status=running&per_page=1")
                        .body()
                        .path("total")
                        .asInt(-1)
                == 0;
    }

    /** The administrator's account, and the session that was begun before the first kill. */
    void user() {
        for (String username : ledger.all("user")) {
            require(api.get("/api/auth/me").text("/username").equals(username), username + " or the session is gone");
        }
        require(api.get("/api/auth/setup-required").body().at("/setup_required").isBoolean(), "no answer on setup");
        require(
                !api.get("/api/auth/setup-required")
                        .body()
                        .at("/setup_required")
                        .asBoolean(),
                "the setup is gone");
    }

    void jobs() throws IOException, InterruptedException {
        readJobs();
        Map<String, Long> runs =
                lab.ran().stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        runs.forEach((id, times) -> {
            require(jobs.containsKey(id), id + " ran, and nobody knows it");
            require(times == 1, id + " ran " + times + " times");
        });
        for (String acknowledged : ledger.all("job")) {
            String[] words = acknowledged.split(" ");
            JsonNode job = jobs.get(words[0]);
            require(job != null && job.path("service").asText().equals(words[1]), acknowledged + " is gone");
            count("jobs acknowledged");
        }
        Set<String> cancelled = new HashSet<>(ledger.all("cancel"));
        for (JsonNode job : jobs.values()) {
            String id = job.path("id").asText();
            List<String> output = output(id);
            outputs.put(id, output);
            job(id, job, output, runs.containsKey(id));
            require(!cancelled.contains(id) || job.path("cancelled").asBoolean(), id + " forgot that it was cancelled");
        }
    }

    private void job(String id, JsonNode job, List<String> output, boolean ran) {
        DurabilityTask task = DurabilityTask.of(job.path("service").asText());
        String reason = job.path("reason").asText("");
        count("jobs");
        if (job.path("cancelled").asBoolean()) {
            count("cancelled");
            require(job.path("status").asText().equals("failed"), id + " was cancelled and is " + job);
            require(isPrefix(numbered(output), numbered(task.output())), id + " was cancelled and lacks lines");
        } else if (reason.equals("not started")) {
            count("not started");
            require(!ran, id + " is said not to have started, but it ran");
            require(job.path("status").asText().equals("failed"), id + " was not started and is " + job);
        } else {
            count("run to their end");
            counts.merge("lines compared", output.size(), Integer::sum);
            require(ran, id + " never ran: " + job);
            require(job.path("exit_code").asInt(-1) == task.exit(), id + " ended with " + job);
            require(job.path("status").asText().equals(task.exit() == 0 ? "completed" : "failed"), id + " is " + job);
            require(
                    output.equals(task.output()),
                    id + " has other lines than it printed: " + difference(output, task.output()));
        }
    }

    /** What the viewers that came back after each crash were told, against the log as it is now. */
    void watches(List<DurabilityWatch> watches) {
        for (DurabilityWatch watch : watches) {
            JsonNode done = watch.done();
            JsonNode job = jobs.get(watch.job());
            count("viewers");
            counts.merge("their connections", watch.connections(), Integer::sum);
            require(done != null, watch.job() + ": the viewer was never told the end; " + watch.last());
            List<String> output = outputs.getOrDefault(watch.job(), List.of());
            require(
                    watch.lines().equals(output),
                    watch.job() + ": the viewer was told other lines, on " + watch.connections() + " connections: "
                            + difference(watch.lines(), output) + "; " + job);
            if (done == null || job == null) continue;
            require(done.path("status").equals(job.path("status")), watch.job() + ": the viewer was told " + done);
            require(
                    done.path("exit_code").equals(job.path("exit_code")),
                    watch.job() + ": the viewer was told " + done);
        }
    }

    /** The server must not be running. */
    void audit(Path data) {
        try (JdbiPersistence stores = JdbiPersistence.embedded(data)) {
            List<AuditEntry> entries = stores.audit().latest(Integer.MAX_VALUE);
            counts.put("audit entries", entries.size());
            problems.addAll(new DurabilityAudit(ledger, jobs.keySet()).problems(entries));
        }
    }

    private void readJobs() {
        int page = 1;
        JsonNode answer;
        do {
            answer = api.get("/api/jobs?per_page=200&page=" + page++).body();
            answer.path("jobs").forEach(job -> jobs.put(job.path("id").asText(), job));
        } while (answer.path("jobs").size() == 200);
        require(jobs.size() == answer.path("total").asInt(), "the list's total is " + answer.path("total"));
    }

    private List<String> output(String id) throws IOException, InterruptedException {
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(api.stream("/api/jobs/" + id + "/output/raw"), StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        }
    }

    /** The script's own lines, without what the system or a dying shell adds. */
    private static List<String> numbered(List<String> output) {
        return output.stream().filter(line -> line.startsWith("line ")).toList();
    }

    private static boolean isPrefix(List<String> part, List<String> whole) {
        return part.size() <= whole.size() && part.equals(whole.subList(0, part.size()));
    }

    private static String difference(List<String> found, List<String> expected) {
        int same = 0;
        while (same < Math.min(found.size(), expected.size()) && found.get(same).equals(expected.get(same))) same++;
        return found.size() + " lines, not " + expected.size() + ", equal up to " + same + ", then "
                + found.stream().skip(same).limit(3).toList() + " for "
                + expected.stream().skip(same).limit(3).toList();
    }

    private void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    private void require(boolean holds, String problem) {
        if (!holds) problems.add(problem);
    }
}
