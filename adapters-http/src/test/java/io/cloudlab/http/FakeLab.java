package io.cloudlab.http;

import io.cloudlab.core.Lab;
import io.cloudlab.core.jobs.JobId;
import io.cloudlab.core.jobs.JobRunner;
import io.cloudlab.core.services.ActiveDeployment;
import io.cloudlab.core.services.CatalogueSource;
import io.cloudlab.core.services.InputType;
import io.cloudlab.core.services.InstanceFile;
import io.cloudlab.core.services.Script;
import io.cloudlab.core.services.ScriptFile;
import io.cloudlab.core.services.ScriptInput;
import io.cloudlab.core.services.ServiceDefinition;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.shared.Unavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A lab whose jobs do what the test tells them. It has one service, {@code hello}. */
final class FakeLab implements Lab {
    final FakeLog log = new FakeLog();
    final Map<JobId, JobRunner.Listener> running = new ConcurrentHashMap<>();
    volatile boolean broken;
    volatile List<ServiceDefinition> services = List.of(hello());

    private static ServiceDefinition hello() {
        ScriptInput name =
                new ScriptInput("username", "Name", InputType.STRING, true, null, List.of(), null, "Who is greeted.");
        Script greet = new Script("greet", "Greet", "Says hello.", "greet.sh", List.of(name), true);
        return new ServiceDefinition(
                new ServiceName("hello"), true, List.of("scripts.yaml"), List.of(Script.DEPLOY, greet), List.of());
    }

    /** Ends the processes of a job that was started. */
    void end(JobId id, int exitCode) {
        JobRunner.Listener listener = running.remove(id);
        if (listener != null) listener.ended(id, new JobRunner.End.Exited(exitCode, Instant.now()));
    }

    @Override
    public CatalogueSource catalogue() {
        return new CatalogueSource() {
            @Override
            public List<ServiceDefinition> services() {
                return services;
            }

            @Override
            public Optional<ServiceDefinition> service(ServiceName name) {
                return services.stream()
                        .filter(each -> each.name().equals(name))
                        .findFirst();
            }

            @Override
            public InstanceFile instance(ServiceName name) {
                return new InstanceFile(Map.of("region", "ams", "count", 2), null);
            }

            @Override
            public List<ActiveDeployment> activeDeployments() {
                return List.of(new ActiveDeployment(
                        new ServiceName("hello"), List.of("hello01"), Instant.parse("2026-03-01T09:00:00Z")));
            }

            @Override
            public ScriptFile scriptFile(ServiceName name, String file) {
                return ScriptFile.PRESENT;
            }
        };
    }

    @Override
    public JobRunner runner() {
        return new JobRunner() {
            @Override
            public void start(Launch launch, Listener listener) {
                running.put(launch.id(), listener);
            }

            @Override
            public void attach(JobId id, String nonce, Listener listener) {
                running.put(id, listener);
            }

            @Override
            public int stop(JobId id, String nonce, Duration grace) {
                end(id, 143);
                return 0;
            }

            @Override
            public Containment containment() {
                return new Containment("nothing at all", true);
            }
        };
    }

    @Override
    public FakeLog log() {
        return log;
    }

    @Override
    public void ping() {
        if (broken) throw new Unavailable("lab-gone", "The lab directory cannot be read.");
    }

    @Override
    public void close() {}
}
