package io.cloudlab.app.bench.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cloudlab.app.e2e.Api;
import io.cloudlab.core.testing.BenchTable;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Requests per second by wrk, in turn with a bare server in a process of its own that answers as many bytes of JSON. */
public final class RequestRates implements AutoCloseable {
    private static final int WARM_UP_SECONDS = BenchTable.size("warmup", 10);
    private static final int SECONDS = BenchTable.size("seconds", 4);
    private static final int RUNS = BenchTable.size("runs", 5);

    private final Process bare;
    private final BufferedReader output;
    private final URI floor;

    private RequestRates(Process bare) throws IOException {
        this.bare = bare;
        this.output = bare.inputReader();
        this.floor = URI.create("http://127.0.0.1:" + output.readLine().substring("port ".length()));
    }

    /** @param sizes of the answers that will be compared with */
    public static RequestRates beside(List<Integer> sizes) throws IOException {
        List<String> command = Stream.concat(
                        Stream.of(
                                ProcessHandle.current().info().command().orElse("java"),
                                "-cp",
                                System.getProperty("java.class.path"),
                                BareJavalin.class.getName()),
                        sizes.stream().distinct().map(String::valueOf))
                .toList();
        return new RequestRates(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    public static void requireWrk() throws InterruptedException {
        boolean wrk = Wrk.isInstalled();
        assertThat(wrk || System.getenv("CI") == null).as("wrk is installed").isTrue();
        assumeTrue(wrk, "wrk is not installed");
    }

    public static int size(Api api, String path) {
        Api.Answer answer = api.get(path);
        assertThat(answer.status()).isEqualTo(200);
        return answer.response().body().length;
    }

    /** Both per second. */
    public record Rates(double measured, double floor) {}

    /** The median of several runs of both in turn, after warming both up. */
    public Rates warm(Api api, String path, int connections) throws IOException {
        return warm(api, path, size(api, path), connections);
    }

    /** @param size one of those that were given, if the answer's own changes */
    public Rates warm(Api api, String path, int size, int connections) throws IOException {
        URI address = api.address().resolve(path);
        URI bareAddress = floor.resolve("/" + size);
        if (WARM_UP_SECONDS > 0) {
            Wrk.rate(bareAddress, "", connections, WARM_UP_SECONDS);
            Wrk.rate(address, api.token(), connections, WARM_UP_SECONDS);
        }
        List<Double> floors = new ArrayList<>();
        List<Double> rates = new ArrayList<>();
        for (int run = 0; run < RUNS; run++) {
            floors.add(Wrk.rate(bareAddress, "", connections, SECONDS));
            rates.add(Wrk.rate(address, api.token(), connections, SECONDS));
        }
        return new Rates(median(rates), median(floors));
    }

    /** One short run of each as they are: of servers that have just started. */
    public Rates cold(Api api, String path, int size, int connections, int seconds) throws IOException {
        double measured = Wrk.rate(api.address().resolve(path), api.token(), connections, seconds);
        return new Rates(measured, Wrk.rate(floor.resolve("/" + size), "", connections, seconds));
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    @Override
    public void close() throws IOException {
        bare.destroy();
        bare.onExit().join();
        output.close();
    }
}
