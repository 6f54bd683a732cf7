package io.cloudlab.core.testing.fake;

import io.cloudlab.core.Lab;
import io.cloudlab.core.server.ServerIdentity;
import io.cloudlab.core.services.LabSchemas;
import io.cloudlab.core.shared.Unavailable;
import io.cloudlab.core.testing.SampleServers;
import io.cloudlab.core.testing.memory.InMemoryFileArea;
import io.cloudlab.core.testing.memory.InMemoryFormerContents;
import io.cloudlab.core.testing.memory.InMemoryJobLog;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A lab in memory. Closing it forgets nothing, so that it can be given to the next {@code CloudLab}. Thread-safe. */
public final class FakeLab implements Lab {
    private final FakeCatalogue catalogue = new FakeCatalogue();
    private final InMemoryFileArea files;
    private final InMemoryFormerContents formers = new InMemoryFormerContents();
    private final FakeTypes types = new FakeTypes();
    private final FakeJobRunner runner;
    private final InMemoryJobLog log = new InMemoryJobLog();
    private final FakeInventory inventory = new FakeInventory();
    private final FakeSecretsFile secretsFile = new FakeSecretsFile();
    private final ServerIdentity server = SampleServers.server("lab1");
    private volatile @Nullable Unavailable broken;

    /** @param clock says when jobs end and files are written */
    public FakeLab(Clock clock) {
        runner = new FakeJobRunner(clock);
        files = new InMemoryFileArea(clock);
    }

    @Override
    public FakeCatalogue catalogue() {
        return catalogue;
    }

    @Override
    public InMemoryFileArea files() {
        return files;
    }

    @Override
    public InMemoryFormerContents formers() {
        return formers;
    }

    @Override
    public FakeConfigSyntax syntax() {
        return new FakeConfigSyntax();
    }

    @Override
    public LabSchemas schemas() {
        return new LabSchemas() {
            @Override
            public List<String> names() {
                return List.of("scripts.json");
            }

            @Override
            public Optional<String> find(String name) {
                return name.equals("scripts.json") ? Optional.of("{\"title\":\"scripts\"}") : Optional.empty();
            }
        };
    }

    @Override
    public FakeTypes types() {
        return types;
    }

    @Override
    public FakeJobRunner runner() {
        return runner;
    }

    @Override
    public InMemoryJobLog log() {
        return log;
    }

    @Override
    public FakeInventory inventory() {
        return inventory;
    }

    @Override
    public FakeSecretsFile secretsFile() {
        return secretsFile;
    }

    @Override
    public ServerIdentity server() {
        return server;
    }

    /** From now on {@link #ping} fails with this; null for never. */
    public void broken(@Nullable Unavailable why) {
        broken = why;
    }

    @Override
    public void ping() {
        Unavailable why = broken;
        if (why != null) throw why;
    }

    @Override
    public void close() {
        runner.stopWatching();
    }
}
