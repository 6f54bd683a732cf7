package io.cloudlab.app.vultr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The part of Vultr's API (version 2) that a lab needs, on a free port of the loopback interface: strict about what it
 * is sent, with state, pages and {@linkplain #faults() faults}. An instance created through it becomes a real sshd on a
 * loopback address of its own once somebody has asked for it often enough; {@linkplain #seed seeded} ones are only
 * listed. All that it starts ends with {@link #close()}. Thread-safe.
 */
public final class VultrEmulator implements AutoCloseable {
    public static final String KEY = "EXAMPLE-KEY-0123456789";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final SshMachines machines;
    private final Account account;
    private final Faults faults = new Faults();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    private VultrEmulator(Path directory, int largestPage) throws IOException {
        machines = new SshMachines(directory);
        account = new Account(machines, largestPage);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /** @param directory where its machines keep their files */
    public static VultrEmulator start(Path directory) throws IOException {
        return new VultrEmulator(directory, Pages.MAX_SIZE);
    }

    /** @param largestPage no answer holds more than so many, whatever is asked for */
    public static VultrEmulator start(Path directory, int largestPage) throws IOException {
        return new VultrEmulator(directory, largestPage);
    }

    /** What {@code vultr_api_endpoint} must be. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v2");
    }

    /** What instance.yaml must say so that its machines can be entered. */
    public String sshUser() {
        return machines.user();
    }

    /** What instance.yaml must say so that its machines can be entered. */
    public int sshPort() {
        return machines.port();
    }

    /** Whether machines have an /etc, /home, /root, /run and /srv of their own, so that anything may be done to them. */
    public boolean machinesAreIsolated() {
        return machines.areIsolated();
    }

    /** Adds an instance that is up and cannot be entered; returns its id. */
    public String seed(String label, String region, String... tags) {
        synchronized (account) {
            return account.seed(label, region, List.of(tags));
        }
    }

    /** The instances there are, as the API shows them, oldest first. */
    public List<JsonNode> instances() {
        synchronized (account) {
            return account.instances();
        }
    }

    public Optional<JsonNode> instance(String label, String region) {
        return instances().stream()
                .filter(instance -> instance.path("label").asText().equals(label)
                        && instance.path("region").asText().equals(region))
                .findFirst();
    }

    /** What goes wrong next. */
    public Faults faults() {
        return faults;
    }

    /** What it has been asked, such as {@code DELETE /instances/…}, in order. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Request request = Request.of(exchange);
            requests.add(request.method() + " " + request.path());
            Optional<Faults.Fault> fault = faults.next(request);
            if (fault.isPresent() && !fault.get().late()) {
                fail(exchange, fault.get());
                return;
            }
            Reply reply = reply(request);
            if (fault.isPresent()) fail(exchange, fault.get());
            else send(exchange, reply);
        }
    }

    private Reply reply(Request request) {
        try {
            request.authorize(KEY);
            synchronized (account) {
                return account.answer(request);
            }
        } catch (ApiError e) {
            return Reply.of(e);
        } catch (IOException e) {
            return Reply.of(new ApiError(500, String.valueOf(e.getMessage())));
        }
    }

    /** Without an answer the connection is simply closed. */
    private static void fail(HttpExchange exchange, Faults.Fault fault) throws IOException {
        if (fault.closes()) return;
        fault.headers().forEach(exchange.getResponseHeaders()::set);
        send(exchange, Reply.of(new ApiError(fault.status(), "A fault that was asked for.")));
    }

    private static void send(HttpExchange exchange, Reply reply) throws IOException {
        ObjectNode body = reply.body();
        if (body == null) {
            exchange.sendResponseHeaders(reply.status(), -1);
            return;
        }
        byte[] bytes = JSON.writeValueAsBytes(body);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(reply.status(), bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        machines.close();
    }
}
