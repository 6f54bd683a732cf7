package io.cloudlab.app.bench;

import io.cloudlab.app.bench.support.BenchServer;
import io.cloudlab.app.bench.support.Figures;
import io.cloudlab.app.bench.support.RequestRates;
import io.cloudlab.app.e2e.TestLab;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests per second against an empty Javalin handler that answers with as many bytes of JSON. */
class RequestBench {
    private static final List<String> PATHS = List.of("/api/auth/me", "/api/services");

    @TempDir
    private Path directory;

    @Test
    void requestsPerSecond() throws Exception {
        RequestRates.requireWrk();
        TestLab lab = TestLab.in(directory.resolve("lab"));
        for (String name : List.of("hello", "site-report", "ansible-local")) lab.service(name, "echo done\n");
        Figures.title(
                "Requests per second, wrk -t2", "server warm; floor: an empty Javalin handler, as many bytes of JSON");
        try (BenchServer server = BenchServer.start(directory, lab)) {
            List<Integer> sizes = PATHS.stream()
                    .map(path -> RequestRates.size(server.api(), path))
                    .toList();
            try (RequestRates rates = RequestRates.beside(sizes)) {
                for (String path : PATHS) {
                    for (int connections : List.of(8, 64)) {
                        RequestRates.Rates found = rates.warm(server.api(), path, connections);
                        Figures.atLeastShare(
                                "GET " + path + ", " + connections + " connections",
                                found.measured(),
                                found.floor(),
                                0.6);
                    }
                }
            }
        }
    }
}
