package io.cloudlab.app.bench;

import io.cloudlab.app.bench.support.BenchServer;
import io.cloudlab.app.bench.support.Figures;
import io.cloudlab.app.bench.support.RequestRates;
import io.cloudlab.app.bench.support.StoredJobs;
import io.cloudlab.app.e2e.Api;
import io.cloudlab.app.e2e.RunningServer;
import io.cloudlab.app.e2e.TestLab;
import io.cloudlab.core.Lab;
import io.cloudlab.persistence.JdbiPersistence;
import io.cloudlab.process.JobOptions;
import io.cloudlab.process.LabDirectory;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests per second for 100 of 1,000 jobs with logs: just started, warm, and while jobs start and end. */
class JobListRateBench {
    private static final String PATH = "/api/jobs";
    private static final int JOBS = 1_000;
    private static final int COLD_SECONDS = 5;
    private static final int LAUNCHES_PER_SECOND = 10;
    private static final int SERVICES = 20;

    @TempDir
    private Path directory;

    @Test
    void jobListPerSecond() throws Exception {
        RequestRates.requireWrk();
        Path data = directory.resolve("data");
        TestLab lab = TestLab.in(directory.resolve("lab"));
        for (int each = 0; each < SERVICES; each++) lab.service("short-" + each, "echo done\n");
        BenchServer.start(directory, lab).close();
        try (JdbiPersistence stores = JdbiPersistence.embedded(data)) {
            StoredJobs.insert(stores.jobs(), stores.transactions(), StoredJobs.COUNT - JOBS);
        }
        try (Lab jobs =
                LabDirectory.at(lab.path()).withJobs(data.resolve("jobs"), JobOptions.DEFAULT.withFreeShare(0))) {
            StoredJobs.writeLogs(jobs.log());
        }
        Figures.title(
                "GET /api/jobs, 100 of 1,000 ended jobs with logs, H2, wrk -t2",
                "server cold and warm as the rows say; floor: as many bytes from memory by an empty Javalin handler in the"
                        + " same state");
        RunningServer.Builder starts =
                RunningServer.on(data, lab.path()).asShipped().with("CLOUDLAB_RATE_LIMITS", "off");
        int size;
        try (RunningServer server = starts.start()) {
            size = RequestRates.size(signIn(server), PATH);
        }
        for (int connections : List.of(8, 64)) {
            try (RunningServer server = starts.start();
                    RequestRates rates = RequestRates.beside(List.of(size))) {
                RequestRates.Rates cold = rates.cold(signIn(server), PATH, size, connections, COLD_SECONDS);
                Figures.share(
                        "cold: the first " + COLD_SECONDS + " s, " + connections + " connections",
                        cold.measured(),
                        cold.floor());
            }
        }
        try (RunningServer server = starts.start();
                RequestRates rates = RequestRates.beside(List.of(size))) {
            Api api = signIn(server);
            for (int connections : List.of(8, 64)) {
                RequestRates.Rates warm = rates.warm(api, PATH, size, connections);
                Figures.atLeastShare("warm, " + connections + " connections", warm.measured(), warm.floor(), 0.25);
            }
        }
        for (int connections : List.of(8, 64)) whileJobsEnd(starts, connections);
    }

    /** The floor is taken while they start and end, too. */
    private static void whileJobsEnd(RunningServer.Builder starts, int connections) throws Exception {
        try (RunningServer server = starts.start()) {
            Api api = signIn(server);
            int size = RequestRates.size(api, PATH);
            try (RequestRates rates = RequestRates.beside(List.of(size));
                    Launching launching = new Launching(api)) {
                RequestRates.Rates beside = rates.warm(api, PATH, size, connections);
                Figures.share(
                        "warm, " + connections + " connections, while jobs start and end, " + LAUNCHES_PER_SECOND
                                + " a second offered, " + launching.launched() + " started",
                        beside.measured(),
                        beside.floor());
            }
        }
    }

    private static Api signIn(RunningServer server) {
        return Api.signIn(server.address(), "admin", Api.PASSWORD);
    }

    /** Starts jobs at even intervals until it is closed. */
    private static final class Launching implements AutoCloseable {
        private final ExecutorService thread = Executors.newSingleThreadExecutor();
        private final AtomicInteger launched = new AtomicInteger();
        private final CompletableFuture<Void> running;
        private volatile boolean over;

        Launching(Api api) {
            running = CompletableFuture.runAsync(
                    () -> {
                        for (long due = System.nanoTime();
                                !over;
                                due += TimeUnit.SECONDS.toNanos(1) / LAUNCHES_PER_SECOND) {
                            LockSupport.parkNanos(due - System.nanoTime());
                            Api.Answer answer =
                                    api.post("/api/services/short-" + launched.get() % SERVICES + "/deploy");
                            if (answer.status() != 200) throw new IllegalStateException(String.valueOf(answer.body()));
                            launched.incrementAndGet();
                        }
                    },
                    thread);
        }

        int launched() {
            return launched.get();
        }

        @Override
        public void close() {
            over = true;
            thread.shutdown();
            running.join();
        }
    }
}
