package io.cloudlab.app.bench;

import io.cloudlab.app.bench.support.BenchServer;
import io.cloudlab.app.bench.support.Figures;
import io.cloudlab.app.bench.support.KeptConnection;
import io.cloudlab.app.bench.support.Sample;
import io.cloudlab.app.e2e.Api;
import io.cloudlab.app.e2e.TestLab;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What signing in costs, at the usual cost of hashing: those who do something else meanwhile, and those who keep secrets. */
class SignInBench {
    private static final List<String> PATHS = List.of("/api/auth/me", "/api/services");
    private static final int PEOPLE = 20;
    private static final int WARM_UP_SECONDS = 10;
    private static final int SECONDS = 30;
    private static final int PER_SECOND = 100;
    private static final double MAX_MILLIS = 20;
    private static final int GUESSES = 60;

    @TempDir
    private Path directory;

    @Test
    void otherRequestsWhileTwentySignIn() throws Exception {
        TestLab lab = TestLab.in(directory.resolve("lab"));
        for (String name : List.of("hello", "site-report", "ansible-local")) lab.service(name, "echo done\n");
        Figures.title("Other requests while " + PEOPLE + " people sign in, " + PER_SECOND + " a second of each");
        try (BenchServer server = BenchServer.start(directory, lab)) {
            for (int each = 0; each < PEOPLE; each++) invite(server.api(), "person_" + each);
            measure(server.api(), WARM_UP_SECONDS);
            Sample[] alone = measure(server.api(), SECONDS);

            AtomicInteger signedIn = new AtomicInteger();
            AtomicBoolean over = new AtomicBoolean();
            ExecutorService people = Executors.newFixedThreadPool(PEOPLE);
            for (int each = 0; each < PEOPLE; each++) {
                String name = "person_" + each;
                people.execute(() -> {
                    while (!over.get()) {
                        Api.signIn(server.api().address(), name, Api.PASSWORD);
                        signedIn.incrementAndGet();
                    }
                });
            }
            measure(server.api(), WARM_UP_SECONDS);
            int before = signedIn.get();
            Sample[] beside = measure(server.api(), SECONDS);
            int during = signedIn.get() - before;
            over.set(true);
            people.shutdown();
            if (!people.awaitTermination(2, TimeUnit.MINUTES)) throw new IllegalStateException("they do not get in");

            for (int each = 0; each < PATHS.size(); each++) {
                row(PATHS.get(each), beside[each].quantile(0.99), alone[each].quantile(0.99));
                Figures.note(
                        "the same, median",
                        Sample.millis(beside[each].median()) + " (alone " + Sample.millis(alone[each].median()) + ")");
            }
            Figures.note("sign-ins a second", String.format(Locale.ROOT, "%.1f", during / (double) SECONDS));
        }
    }

    /** Whoever guesses names must not see from the time which of them exist. */
    @Test
    void knownAndUnknownNames() throws Exception {
        TestLab lab = TestLab.in(directory.resolve("lab"));
        Figures.title("A refused sign-in, " + GUESSES + " of each kind, one after the other");
        try (BenchServer server = BenchServer.start(directory, lab)) {
            Api nobody = new Api(server.api().address(), "");
            Sample known = new Sample();
            Sample unknown = new Sample();
            for (int guess = -5; guess < GUESSES; guess++) {
                long knownNanos = refusal(nobody, "admin");
                long unknownNanos = refusal(nobody, "nobody_" + Math.abs(guess));
                if (guess < 0) continue;
                known.add(knownNanos);
                unknown.add(unknownNanos);
            }
            double apart = Math.abs(known.median() - unknown.median());
            Figures.within(
                    "known name, median",
                    Sample.millis(known.median()),
                    Sample.millis(unknown.median()) + " (unknown name)",
                    "≤ 5 ms apart",
                    apart <= 5);
        }
    }

    private static long refusal(Api nobody, String name) {
        long start = System.nanoTime();
        Api.Answer answer = nobody.post("/api/auth/login", Map.of("username", name, "password", "a wrong phrase"));
        long nanos = Sample.nanosSince(start);
        if (answer.status() != 401) throw new IllegalStateException("login: " + answer.body());
        return nanos;
    }

    private static void row(String path, double beside, double alone) throws IOException {
        Figures.within(
                "GET " + path + ", p99",
                Sample.millis(beside),
                Sample.millis(alone) + " (nobody signs in)",
                "≤ " + Sample.millis(MAX_MILLIS),
                beside <= MAX_MILLIS);
    }

    /** Asks at even intervals, however long the answers take; a late answer makes those behind it late too. */
    private static Sample[] measure(Api api, int seconds) throws IOException {
        Sample[] samples = {new Sample(), new Sample()};
        long between = TimeUnit.SECONDS.toNanos(1) / (PER_SECOND * PATHS.size());
        try (KeptConnection connection = new KeptConnection(api.address(), api.token())) {
            long due = System.nanoTime();
            for (int number = 0; number < seconds * PER_SECOND * PATHS.size(); number++) {
                while (System.nanoTime() < due) LockSupport.parkNanos(due - System.nanoTime());
                connection.get(PATHS.get(number % PATHS.size()));
                samples[number % PATHS.size()].add(System.nanoTime() - due);
                due += between;
            }
        }
        return samples;
    }

    private static void invite(Api admin, String name) {
        String link = admin.post("/api/users", Map.of("username", name, "email", name + "@lab.test"))
                .text("/invite_url");
        Api.Answer accepted = new Api(admin.address(), "")
                .post(
                        "/api/auth/invite/" + link.substring(link.indexOf("invite-") + "invite-".length()),
                        Map.of("password", Api.PASSWORD));
        if (accepted.status() != 200) throw new IllegalStateException("accept: " + accepted.body());
    }
}
