package io.cloudlab.app.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cloudlab.app.e2e.Api;
import io.cloudlab.app.e2e.RunningServer;
import io.cloudlab.app.e2e.TestLab;
import io.cloudlab.core.Lab;
import io.cloudlab.persistence.JdbiPersistence;
import io.cloudlab.process.JobOptions;
import io.cloudlab.process.LabDirectory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests per second against an empty Javalin handler that answers with as many bytes of JSON. */
class RequestBench {
    private static final List<String> PATHS = List.of("/api/auth/me", "/api/services");
    private static final String OBJECTS = "/api/inventory/machine";
    private static final int WARM_UP_SECONDS = 10;
    private static final int SECONDS = 4;
    private static final int RUNS = 5;

    @TempDir
    private Path directory;

    @Test
    void requestsPerSecond() throws Exception {
        boolean wrk = Wrk.isInstalled();
        assertThat(wrk || System.getenv("CI") == null).as("wrk is installed").isTrue();
        assumeTrue(wrk, "wrk is not installed");
        TestLab lab = TestLab.in(directory.resolve("lab"));
        for (String name : List.of("hello", "site-report", "ansible-local")) lab.service(name, "echo done\n");
        Figures.title("Requests per second, wrk -t2");
        try (BenchServer server = BenchServer.start(directory, lab)) {
            List<Integer> sizes =
                    PATHS.stream().map(path -> size(server.api(), path)).toList();
            Process bare = bareJavalin(sizes);
            try (BufferedReader output = bare.inputReader()) {
                URI floor = URI.create("http://127.0.0.1:" + output.readLine().substring("port ".length()));
                for (int i = 0; i < PATHS.size(); i++) {
                    for (int connections : List.of(8, 64)) {
                        measure(server.api(), PATHS.get(i), floor.resolve("/" + sizes.get(i)), connections, 0.6);
                    }
                }
            } finally {
                bare.destroy();
                bare.waitFor();
            }
        }
    }

    @Test
    void jobListPerSecond() throws Exception {
        boolean wrk = Wrk.isInstalled();
        assertThat(wrk || System.getenv("CI") == null).as("wrk is installed").isTrue();
        assumeTrue(wrk, "wrk is not installed");
        Path data = directory.resolve("data");
        TestLab lab = TestLab.in(directory.resolve("lab"));
        BenchServer.start(directory, lab).close();
        try (JdbiPersistence stores = JdbiPersistence.embedded(data)) {
            StoredJobs.insert(stores.jobs(), stores.transactions(), StoredJobs.COUNT - 1_000);
        }
        try (Lab jobs =
                LabDirectory.at(lab.path()).withJobs(data.resolve("jobs"), JobOptions.DEFAULT.withFreeShare(0))) {
            StoredJobs.writeLogs(jobs.log());
        }
        Figures.title("GET /api/jobs, 100 of 1,000 ended jobs with logs, wrk -t2");
        RunningServer.Builder starts =
                RunningServer.on(data, lab.path()).asShipped().with("CLOUDLAB_RATE_LIMITS", "off");
        try (RunningServer server = starts.start()) {
            Api api = Api.signIn(server.address(), "admin", Api.PASSWORD);
            int size = size(api, "/api/jobs");
            Process bare = bareJavalin(List.of(size));
            try (BufferedReader output = bare.inputReader()) {
                URI floor = URI.create("http://127.0.0.1:" + output.readLine().substring("port ".length()));
                Figures.note(
                        "cold, 8 connections, 2 s",
                        Math.round(Wrk.rate(api.address().resolve("/api/jobs"), api.token(), 8, 2)) + "/s");
                for (int connections : List.of(8, 64))
                    measure(api, "/api/jobs", floor.resolve("/" + size), connections, 0.25);
            } finally {
                bare.destroy();
                bare.waitFor();
            }
        }
    }

    @Test
    void objectListPerSecond() throws Exception {
        boolean wrk = Wrk.isInstalled();
        assertThat(wrk || System.getenv("CI") == null).as("wrk is installed").isTrue();
        assumeTrue(wrk, "wrk is not installed");
        TestLab lab = InventoryHttpBench.lab(directory);
        Figures.title("GET /api/inventory/{type}, 100 of 1,000 objects with a tag, wrk -t2");
        try (BenchServer server = BenchServer.start(directory, lab)) {
            Api api = server.api();
            int tag = api.post("/api/inventory/tags", Map.of("name", "prod"))
                    .body()
                    .path("id")
                    .asInt();
            try (KeptConnection client = new KeptConnection(api.address(), api.token())) {
                for (int i = 0; i < 1_000; i++) client.post(OBJECTS, InventoryHttpBench.object(i, tag));
            }
            int size = size(api, OBJECTS);
            Process bare = bareJavalin(List.of(size));
            try (BufferedReader output = bare.inputReader()) {
                URI floor = URI.create("http://127.0.0.1:" + output.readLine().substring("port ".length()));
                Figures.note(
                        "cold, 8 connections, 2 s",
                        Math.round(Wrk.rate(api.address().resolve(OBJECTS), api.token(), 8, 2)) + "/s");
                for (int connections : List.of(8, 64))
                    measure(api, OBJECTS, floor.resolve("/" + size), connections, 0.25);
                whileObjectsChange(api, tag);
            } finally {
                bare.destroy();
                bare.waitFor();
            }
        }
    }

    /** Each change has all lists looked up and written anew. */
    private static void whileObjectsChange(Api api, int tag) throws Exception {
        ScheduledExecutorService changes = Executors.newSingleThreadScheduledExecutor();
        AtomicInteger number = new AtomicInteger(1_000);
        try (KeptConnection client = new KeptConnection(api.address(), api.token())) {
            ScheduledFuture<?> changing = changes.scheduleAtFixedRate(
                    () -> create(client, number.getAndIncrement(), tag), 0, 100, TimeUnit.MILLISECONDS);
            double rate = Wrk.rate(api.address().resolve(OBJECTS), api.token(), 8, SECONDS);
            Figures.note("8 connections, while 10 objects a second are created", Math.round(rate) + "/s");
            changing.cancel(false);
        } finally {
            changes.shutdown();
            changes.awaitTermination(10, TimeUnit.SECONDS);
        }
    }

    private static void create(KeptConnection client, int number, int tag) {
        try {
            client.post(OBJECTS, InventoryHttpBench.object(number, tag));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void measure(Api api, String path, URI floor, int connections, double target) throws Exception {
        URI address = api.address().resolve(path);
        Wrk.rate(floor, "", connections, WARM_UP_SECONDS);
        Wrk.rate(address, api.token(), connections, WARM_UP_SECONDS);
        List<Double> floors = new ArrayList<>();
        List<Double> rates = new ArrayList<>();
        for (int i = 0; i < RUNS; i++) {
            floors.add(Wrk.rate(floor, "", connections, SECONDS));
            rates.add(Wrk.rate(address, api.token(), connections, SECONDS));
        }
        Figures.atLeastShare(
                "GET " + path + ", " + connections + " connections", median(rates), median(floors), target);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static int size(Api api, String path) {
        Api.Answer answer = api.get(path);
        assertThat(answer.status()).isEqualTo(200);
        return answer.response().body().length;
    }

    private static Process bareJavalin(List<Integer> sizes) throws Exception {
        List<String> command = Stream.concat(
                        Stream.of(
                                ProcessHandle.current().info().command().orElse("java"),
                                "-cp",
                                System.getProperty("java.class.path"),
                                BareJavalin.class.getName()),
                        sizes.stream().distinct().map(String::valueOf))
                .toList();
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
