package io.cloudlab.app.bench;

import static io.cloudlab.core.testing.BenchTable.size;

import io.cloudlab.app.bench.support.BenchServer;
import io.cloudlab.app.bench.support.GreedyUsers;
import io.cloudlab.app.bench.support.KeptConnection;
import io.cloudlab.app.bench.support.Sample;
import io.cloudlab.app.e2e.Api;
import io.cloudlab.app.e2e.RunningServer;
import io.cloudlab.app.e2e.TestLab;
import io.cloudlab.core.testing.BenchTable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What other users notice of those who search, try patterns, change passwords and upload as much as they are let. */
class NeighboursBench {
    private static final List<String> PATHS =
            List.of("/health", "/api/auth/me", "/api/services", "/api/jobs", "/api/users");
    private static final int SEARCHES = size("searches", 80);
    private static final int PATTERNS = size("patterns", 70);
    private static final int PASSWORD_CHANGES = size("changes", 70);
    private static final int SLOW_UPLOADS = size("uploads", 16);
    private static final int USERS = 1 + Math.max(SEARCHES, Math.max(PATTERNS, PASSWORD_CHANGES));
    private static final int LINES = size("lines", 1_500_000);
    private static final int SECONDS = size("seconds", 40);
    private static final int PER_SECOND = 100;
    private static final double MAX_MILLIS = 50;

    /** A pattern that takes a matcher without bounds years, and the one that stopped a server before it was refused. */
    private static final String SCRIPTS = """
            scripts:
              - name: dear
                script: deploy.sh
                inputs: [{name: text, pattern: "((a?){50}){50}x"}]
              - name: endless
                script: deploy.sh
                inputs: [{name: text, pattern: "((){2147483647}){2147483647}x"}]
            """;

    private static final String DEAR = "{\"script\":\"dear\",\"inputs\":{\"text\":\"" + "a".repeat(5_000) + "\"}}";
    private static final String ENDLESS = "{\"script\":\"endless\",\"inputs\":{\"text\":\"x\"}}";
    private static final String CHANGE = "{\"current_password\":\"wrong\",\"new_password\":\"a quite new phrase\"}";

    @TempDir
    private Path directory;

    /** Times of the requests at even intervals, and of the sign-ins of the same while. */
    private record Times(Sample[] requests, Sample signIns) {}

    @Test
    void otherUsersBesideGreedyOnes() throws Exception {
        TestLab lab = TestLab.in(directory.resolve("lab"));
        lab.service("hello", "seq 1 " + LINES + "\n");
        lab.service("evil", "true").file("evil", "scripts.yaml", SCRIPTS);
        String job;
        List<String> tokens;
        try (BenchServer first = BenchServer.start(directory, lab)) {
            tokens = GreedyUsers.invite(first.api(), USERS);
            job = first.deploy("hello");
            first.awaitEnd(job);
        }
        RunningServer.Builder builder = RunningServer.on(directory.resolve("data"), lab.path())
                .asShipped()
                .with("CLOUDLAB_TRUSTED_PROXIES", "127.0.0.1");
        try (RunningServer server = builder.start()) {
            URI address = server.address();
            String other = tokens.get(tokens.size() - 1);
            measure(address, other, 1);
            Times alone = measure(address, other, 2);
            try (GreedyUsers greedy = new GreedyUsers(address, tokens.subList(0, tokens.size() - 1))) {
                greedy.uploadSlowly(SLOW_UPLOADS, "/api/services/hello/files/inputs");
                String search = "/api/jobs/" + job + "/output/search?q=nothing";
                GreedyUsers.Count searches = greedy.repeat(SEARCHES, client -> client.tryGet(search));
                GreedyUsers.Count patterns = greedy.repeat(PATTERNS, client -> {
                    client.tryPost("/api/services/evil/run", ENDLESS);
                    return client.tryPost("/api/services/evil/run", DEAR);
                });
                GreedyUsers.Count changes =
                        greedy.repeat(PASSWORD_CHANGES, client -> client.tryPost("/api/users/password", CHANGE));
                measure(address, other, 3);
                List.of(searches, patterns, changes).forEach(GreedyUsers.Count::reset);
                Times beside = measure(address, other, 4);
                print(alone, beside);
                count("searches of the log", searches);
                count("runs with patterns", patterns);
                count("password changes", changes);
            }
        }
    }

    private static void print(Times alone, Times beside) {
        BenchTable.title(
                SEARCHES + " users who search, " + PATTERNS + " who try patterns, " + PASSWORD_CHANGES
                        + " who change passwords and " + SLOW_UPLOADS + " slow uploads at once",
                "server warm, all clients on the same machine; floor: the same requests without those users");
        for (int each = 0; each < PATHS.size(); each++)
            row("GET " + PATHS.get(each), alone.requests[each], beside.requests[each], 0);
        row("sign-in", alone.signIns, beside.signIns, alone.signIns.quantile(0.99));
    }

    private static void row(String what, Sample alone, Sample beside, double own) {
        double p99 = beside.quantile(0.99);
        BenchTable.row(
                what + ", p99 (median) of " + beside.count(),
                Sample.millis(p99) + " (" + Sample.millis(beside.median()) + ")",
                Sample.millis(alone.quantile(0.99)) + " (" + Sample.millis(alone.median()) + ")",
                BenchTable.ratio(p99, alone.quantile(0.99)),
                "≤ " + Sample.millis(MAX_MILLIS) + (own > 0 ? " more" : ""),
                p99 - own <= MAX_MILLIS);
    }

    private static void count(String what, GreedyUsers.Count count) {
        BenchTable.row(what, count.done() + " answered, " + count.refused() + " refused with 429", "", "");
    }

    private static Times measure(URI server, String token, int phase) throws Exception {
        String name = "person_" + (USERS - 1);
        ExecutorService signingIn = Executors.newSingleThreadExecutor();
        try {
            Future<Sample> signIns = signingIn.submit(() -> signIns(server, token, name, phase));
            return new Times(requests(server, token), signIns.get());
        } finally {
            signingIn.shutdown();
        }
    }

    /** One a second, each from an address of its own, since an address may only make five a minute. */
    private static Sample signIns(URI server, String token, String name, int phase) throws IOException {
        String body = "{\"username\":\"" + name + "\",\"password\":\"" + Api.PASSWORD + "\"}";
        Sample sample = new Sample();
        try (KeptConnection connection = new KeptConnection(server, token)) {
            for (int number = 0; number < SECONDS; number++) {
                long start = System.nanoTime();
                int status = connection.tryPost(
                        "/api/auth/login", body, "X-Forwarded-For: 10." + phase + ".0." + (1 + number % 250));
                if (status != 200) throw new IOException("sign-in: " + status);
                sample.add(Sample.nanosSince(start));
                LockSupport.parkNanos(start + TimeUnit.SECONDS.toNanos(1) - System.nanoTime());
            }
        }
        return sample;
    }

    /** At even intervals; a late answer makes those behind it late too. */
    private static Sample[] requests(URI server, String token) throws IOException {
        Sample[] samples = PATHS.stream().map(path -> new Sample()).toArray(Sample[]::new);
        long between = TimeUnit.SECONDS.toNanos(1) / PER_SECOND;
        try (KeptConnection connection = new KeptConnection(server, token)) {
            long due = System.nanoTime();
            for (int number = 0; number < SECONDS * PER_SECOND; number++) {
                while (System.nanoTime() < due) LockSupport.parkNanos(due - System.nanoTime());
                connection.get(PATHS.get(number % PATHS.size()));
                samples[number % PATHS.size()].add(System.nanoTime() - due);
                due += between;
            }
        }
        return samples;
    }
}
