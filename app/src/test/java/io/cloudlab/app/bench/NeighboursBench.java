package io.cloudlab.app.bench;

import io.cloudlab.app.e2e.Api;
import io.cloudlab.app.e2e.RunningServer;
import io.cloudlab.app.e2e.TestLab;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What other users notice of one who searches, changes passwords and uploads as much as the budgets let through. */
class NeighboursBench {
    private static final List<String> PATHS = List.of("/health", "/api/auth/me");
    private static final int SEARCHES = 80;
    private static final int PASSWORD_CHANGES = 70;
    private static final int SLOW_UPLOADS = 16;
    private static final int LINES = 1_500_000;
    private static final int SECONDS = 20;
    private static final double MAX_MILLIS = 50;

    @TempDir
    private Path directory;

    @Test
    void otherUsersBesideAGreedyOne() throws Exception {
        TestLab lab = TestLab.in(directory.resolve("lab"));
        lab.service("hello", "seq 1 " + LINES + "\n");
        RunningServer running = RunningServer.on(directory.resolve("data"), lab.path())
                .asShipped()
                .start();
        try (BenchServer server = new BenchServer(running, Api.setUp(running.address()))) {
            Api greedy = server.api();
            String link = greedy.post("/api/users", Map.of("username", "mira", "email", "mira@lab.test"))
                    .text("/invite_url");
            String accept = "/api/auth/invite/" + link.substring(link.indexOf("invite-") + "invite-".length());
            Api other = new Api(
                    running.address(),
                    new Api(running.address(), "")
                            .post(accept, Map.of("password", Api.PASSWORD))
                            .text("/access_token"));
            String job = server.deploy("hello");
            server.awaitEnd(job);
            measure(other);
            Sample[] alone = measure(other);

            AtomicBoolean over = new AtomicBoolean();
            ExecutorService senders = Executors.newFixedThreadPool(SEARCHES + PASSWORD_CHANGES);
            List<Socket> uploads = new ArrayList<>();
            for (int each = 0; each < SLOW_UPLOADS; each++) uploads.add(slowUpload(greedy, each));
            for (int each = 0; each < SEARCHES; each++)
                senders.execute(() -> repeat(over, () -> greedy.get("/api/jobs/" + job + "/output/search?q=nothing")));
            Map<String, Object> change = Map.of("current_password", "wrong", "new_password", "a quite new phrase");
            for (int each = 0; each < PASSWORD_CHANGES; each++)
                senders.execute(() -> repeat(over, () -> greedy.post("/api/users/password", change)));
            Sample[] beside = measure(other);
            over.set(true);
            senders.shutdown();
            senders.awaitTermination(1, TimeUnit.MINUTES);
            for (Socket upload : uploads) upload.close();

            Figures.title(SEARCHES + " searches, " + PASSWORD_CHANGES + " password changes and " + SLOW_UPLOADS
                    + " slow uploads of one user at once (warm server)");
            for (int each = 0; each < PATHS.size(); each++)
                Figures.within(
                        "GET " + PATHS.get(each) + " of another user, p99",
                        Sample.millis(beside[each].quantile(0.99)),
                        Sample.millis(alone[each].quantile(0.99)) + " (alone)",
                        "≤ " + Sample.millis(MAX_MILLIS),
                        beside[each].quantile(0.99) <= MAX_MILLIS);
        }
    }

    /** Waits a little in between, as a client that heeds nothing but its own load. */
    private static void repeat(AtomicBoolean over, Runnable request) {
        while (!over.get()) {
            request.run();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
        }
    }

    private static Socket slowUpload(Api api, int number) throws IOException {
        URI address = api.address();
        Socket socket = new Socket(address.getHost(), address.getPort());
        String text = "POST /api/services/hello/files/inputs HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                + api.token() + "\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 50000\r\n\r\n"
                + "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"slow" + number + "\"\r\n\r\nbegin";
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    /** Asks at even intervals; a late answer makes those behind it late too. */
    private static Sample[] measure(Api api) throws IOException {
        Sample[] samples = {new Sample(), new Sample()};
        long between = TimeUnit.MILLISECONDS.toNanos(10);
        try (KeptConnection connection = new KeptConnection(api.address(), api.token())) {
            long due = System.nanoTime();
            for (int number = 0; number < SECONDS * 100; number++) {
                while (System.nanoTime() < due) LockSupport.parkNanos(due - System.nanoTime());
                connection.get(PATHS.get(number % PATHS.size()));
                samples[number % PATHS.size()].add(System.nanoTime() - due);
                due += between;
            }
        }
        return samples;
    }
}
