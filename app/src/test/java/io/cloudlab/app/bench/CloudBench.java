package io.cloudlab.app.bench;

import io.cloudlab.app.bench.support.BenchServer;
import io.cloudlab.app.bench.support.Figures;
import io.cloudlab.app.bench.support.Sample;
import io.cloudlab.app.e2e.Api;
import io.cloudlab.app.e2e.RunningServer;
import io.cloudlab.app.e2e.Viewer;
import io.cloudlab.app.vultr.SampleLab;
import io.cloudlab.app.vultr.VultrEmulator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the server adds to the time Ansible takes, against an emulated cloud. */
class CloudBench {
    private static final int RUNS = 5;
    private static final int INSTANCES = 500;

    @TempDir
    private Path directory;

    @Test
    void deployingAndRefreshing() throws Exception {
        try (VultrEmulator cloud = VultrEmulator.start(directory.resolve("cloud"))) {
            SampleLab lab = SampleLab.in(directory, cloud);
            RunningServer.Builder builder = RunningServer.on(directory.resolve("data"), lab.path());
            try (BenchServer server = BenchServer.start(builder)) {
                Figures.title("Cloud");
                deploying(server, lab);
                for (int i = 0; i < INSTANCES; i++) cloud.seed("web-" + i, i % 2 == 0 ? "mel" : "ewr", "web");
                refreshing(server, lab);
            }
        }
    }

    /** To an instance that stands, so that each run does the same. */
    private static void deploying(BenchServer server, SampleLab lab) throws Exception {
        Sample byHand = new Sample();
        Sample byServer = new Sample();
        for (int i = -1; i < RUNS; i++) {
            long hand = timed(() -> byHand(lab, "services/test-ubuntu", "bash", "deploy.sh"));
            long job = timed(() -> ended(server, server.api().post("/api/services/test-ubuntu/deploy")));
            if (i < 0) continue; // a warm-up
            byHand.add(hand);
            byServer.add(job);
        }
        Figures.within(
                "deploy of test-ubuntu to an instance that stands",
                Sample.seconds(byServer.median()),
                Sample.seconds(byHand.median()),
                "≤ 1 s more",
                byServer.median() - byHand.median() <= 1_000);
    }

    private static void refreshing(BenchServer server, SampleLab lab) throws Exception {
        Sample bare = new Sample();
        Sample byServer = new Sample();
        for (int i = -1; i < RUNS; i++) {
            long hand = timed(() ->
                    byHand(lab, "", "ansible-playbook", "-i", "localhost,", "init_playbook/generate-inventory.yaml"));
            long job = timed(() -> ended(server, server.api().post("/api/instances/refresh")));
            if (i < 0) continue; // a warm-up
            bare.add(hand);
            byServer.add(job);
        }
        int known = server.api()
                .get("/api/instances")
                .body()
                .at("/instances/all/hosts")
                .size();
        if (known <= INSTANCES) throw new IllegalStateException("only " + known + " instances are known");
        Figures.atMostTimes("refresh with " + known + " instances", byServer.median(), bare.median(), 1.3);
    }

    private interface Step {
        void run() throws Exception;
    }

    private static long timed(Step step) throws Exception {
        long start = System.nanoTime();
        step.run();
        return Sample.nanosSince(start);
    }

    /**
     * In a session of its own, as from a terminal: a busy kernel shares its time among sessions. And without the SSH
     * connection of the run before, which Ansible would keep for a minute: no job has it either.
     */
    private static void byHand(SampleLab lab, String directory, String... command) throws Exception {
        String[] words =
                Stream.concat(Stream.of("setsid", "--wait"), Stream.of(command)).toArray(String[]::new);
        Path sockets = Files.createTempDirectory("clb");
        lab.with("ANSIBLE_SSH_CONTROL_PATH_DIR", sockets.toString());
        SampleLab.Run run = lab.run(lab.path().resolve(directory), words);
        if (run.code() != 0) throw new IllegalStateException(run.output());
    }

    /** Watches the job, since asking again and again would take from Ansible what little there is of the machine. */
    private static void ended(BenchServer server, Api.Answer started) {
        Viewer viewer = Viewer.of(server.api(), started.text("/job_id"));
        if (!viewer.done().path("status").asText().equals("completed"))
            throw new IllegalStateException(String.join("\n", viewer.lines()));
    }
}
