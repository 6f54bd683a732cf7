package io.cloudlab.app.bench.support;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudlab.app.e2e.Api;
import io.cloudlab.app.e2e.RunningServer;
import io.cloudlab.app.e2e.TestLab;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A server with an administrator, and what the benchmarks do with it. */
public record BenchServer(RunningServer running, Api api) implements AutoCloseable {
    public static BenchServer start(Path directory, TestLab lab, String... jvmFlags) throws IOException {
        return start(RunningServer.on(directory.resolve("data"), lab.path()).jvm(jvmFlags));
    }

    public static BenchServer start(RunningServer.Builder builder) throws IOException {
        RunningServer running =
                builder.asShipped().with("CLOUDLAB_RATE_LIMITS", "off").start();
        return new BenchServer(running, Api.setUp(running.address()));
    }

    /** @return the job's id */
    public String deploy(String service) {
        Api.Answer answer = api.post("/api/services/" + service + "/deploy");
        if (answer.status() != 200) throw new IllegalStateException("deploy: " + answer.body());
        return answer.text("/job_id");
    }

    public SocketViewer view(String job, Frames.Sink sink) throws IOException {
        return SocketViewer.connect(running.address(), api.token(), job, sink);
    }

    public JsonNode job(String id) {
        return api.get("/api/jobs/" + id + "?limit=1").body();
    }

    public void awaitEnd(String id) throws InterruptedException {
        while (job(id).path("status").asText().equals("running")) TimeUnit.MILLISECONDS.sleep(5);
    }

    @Override
    public void close() {
        running.close();
    }
}
