package io.cloudlab.app.bench.support;

import io.cloudlab.app.e2e.Api;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Users who ask for what is dear again and again, whatever the server answers; each on a connection of their own. */
public final class GreedyUsers implements AutoCloseable {
    private static final long MAX_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** As much as an upload must go on by within a while. */
    private static final byte[] LITTLE = new byte[1_200];

    private final URI server;
    private final List<String> tokens;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Socket> uploads = new ArrayList<>();
    private volatile boolean over;

    public GreedyUsers(URI server, List<String> tokens) {
        this.server = server;
        this.tokens = tokens;
    }

    /** How many requests were done and how many refused with 429. */
    public record Count(AtomicInteger done, AtomicInteger refused) {
        Count() {
            this(new AtomicInteger(), new AtomicInteger());
        }

        public void reset() {
            done.set(0);
            refused.set(0);
        }
    }

    public interface Request {
        /** @return the answer's status */
        int send(KeptConnection connection) throws IOException;
    }

    /** Invites people who may see and run everything. @return their tokens */
    public static List<String> invite(Api admin, int count) {
        List<String> tokens = new ArrayList<>();
        for (int each = 0; each < count; each++) {
            String name = "person_" + each;
            String link = admin.post(
                            "/api/users",
                            Map.of("username", name, "email", name + "@lab.test", "roles", List.of("super-admin")))
                    .text("/invite_url");
            String accept = "/api/auth/invite/" + link.substring(link.indexOf("invite-") + "invite-".length());
            String token = new Api(admin.address(), "")
                    .post(accept, Map.of("password", Api.PASSWORD))
                    .text("/access_token");
            if (token.isEmpty()) throw new IllegalStateException(name + " was not let in");
            tokens.add(token);
        }
        return tokens;
    }

    /** Has the first so many users send the request, with a pause of up to a second behind each answer. */
    public Count repeat(int users, Request request) throws IOException {
        Count count = new Count();
        for (int each = 0; each < users; each++) {
            KeptConnection connection = new KeptConnection(server, tokens.get(each % tokens.size()));
            threads.execute(() -> {
                try (connection) {
                    while (!over) {
                        int status = request.send(connection);
                        if (status >= 500) throw new IOException("answered with " + status);
                        (status == 429 ? count.refused : count.done).incrementAndGet();
                        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(MAX_PAUSE_NANOS));
                    }
                } catch (IOException e) {
                    if (!over) throw new UncheckedIOException(e);
                }
            });
        }
        return count;
    }

    /** Begins so many uploads, of four each user, that go on by a little each second. */
    public void uploadSlowly(int count, String path) throws IOException {
        for (int each = 0; each < count; each++) {
            Socket socket = new Socket(server.getHost(), server.getPort());
            socket.getOutputStream()
                    .write(("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                                    + tokens.get(each / 4 % tokens.size())
                                    + "\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 500000\r\n\r\n"
                                    + "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"slow" + each
                                    + "\"\r\n\r\nbegin")
                            .getBytes(StandardCharsets.ISO_8859_1));
            uploads.add(socket);
        }
        threads.execute(() -> {
            try {
                while (!over) {
                    for (Socket socket : uploads) socket.getOutputStream().write(LITTLE);
                    LockSupport.parkNanos(MAX_PAUSE_NANOS);
                }
            } catch (IOException e) {
                if (!over) throw new UncheckedIOException(e);
            }
        });
    }

    @Override
    public void close() throws IOException {
        over = true;
        threads.shutdown();
        try {
            if (!threads.awaitTermination(1, TimeUnit.MINUTES)) throw new IllegalStateException("requests hang");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Socket socket : uploads) socket.close();
    }
}
