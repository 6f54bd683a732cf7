package io.cloudlab.process;

import static io.cloudlab.process.CatalogueSnapshot.SERVICES;

import io.cloudlab.core.services.ActiveDeployment;
import io.cloudlab.core.services.CatalogueSource;
import io.cloudlab.core.services.InstanceFile;
import io.cloudlab.core.services.PrivateKeys;
import io.cloudlab.core.services.PublishedOutputs;
import io.cloudlab.core.services.ScriptFile;
import io.cloudlab.core.services.ServiceDefinition;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.shared.Unavailable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what it has read and looks again, at most every 200 ms, whether files have changed; in between an answer costs
 * one comparison. While one thread looks, the others are answered with what was known.
 */
final class LabCatalogue implements CatalogueSource {
    private static final Logger LOG = LoggerFactory.getLogger(LabCatalogue.class);
    private static final long FRESH_NANOS = Duration.ofMillis(200).toNanos();

    private final Path root;
    private final Clock clock;
    private final LongSupplier ticker;
    private final CatalogueDeployments deployments;
    private final CatalogueOutputs outputs;
    private final ReentrantLock looking = new ReentrantLock();
    private Set<String> warned = Set.of();
    private volatile @Nullable Known known;

    private record Known(CatalogueSnapshot snapshot, long since) {}

    /** @param ticker nanoseconds of a clock that never goes back */
    LabCatalogue(Path root, Clock clock, LongSupplier ticker) {
        this.root = root;
        this.clock = clock;
        this.ticker = ticker;
        this.deployments = new CatalogueDeployments(root, clock);
        this.outputs = new CatalogueOutputs(root);
    }

    @Override
    public boolean isThere() {
        return current() != CatalogueSnapshot.NONE;
    }

    @Override
    public List<ServiceDefinition> services() {
        return current().services();
    }

    @Override
    public List<String> warnings() {
        return current().skipped();
    }

    @Override
    public Optional<ServiceDefinition> service(ServiceName name) {
        ServiceDefinition found = current().byName().get(name);
        if (found == null && isThere(name)) found = lookNow().byName().get(name); // made a moment ago
        return Optional.ofNullable(found);
    }

    private boolean isThere(ServiceName name) {
        try {
            Optional<CatalogueTree> directory = CatalogueTree.open(root, List.of(SERVICES, name.value()));
            if (directory.isPresent()) directory.get().close();
            return directory.isPresent();
        } catch (IOException broken) {
            return false;
        }
    }

    @Override
    public InstanceFile instance(ServiceName name) {
        try {
            Optional<byte[]> yaml = service(name).isEmpty() ? Optional.empty() : read(name, CatalogueEntry.INSTANCE);
            if (yaml.isEmpty()) return new InstanceFile(null, null);
            if (PrivateKeys.in(yaml.get()))
                return new InstanceFile(null, CatalogueEntry.INSTANCE + " holds a private key and is not shown.");
            return new InstanceFile(YamlReader.read(yaml.get()).plain(), null);
        } catch (YamlProblem problem) {
            return new InstanceFile(null, problem.sentence(CatalogueEntry.INSTANCE));
        }
    }

    @Override
    public List<ActiveDeployment> activeDeployments() {
        return deployments.of(services());
    }

    @Override
    public PublishedOutputs outputs(ServiceName name) {
        return outputs.of(name);
    }

    @Override
    public ScriptFile scriptFile(ServiceName name, String file) {
        Optional<CataloguePath> path = CataloguePath.parse(file);
        if (path.isEmpty()) return ScriptFile.OUTSIDE;
        try {
            Optional<CatalogueTree> directory = CatalogueTree.open(root, List.of(SERVICES, name.value()));
            if (directory.isEmpty()) return ScriptFile.MISSING;
            try (CatalogueTree service = directory.get()) {
                return service.script(path.get().segments());
            }
        } catch (IOException broken) {
            throw new Unavailable("unreadable-service", "The service's directory cannot be read now.", broken);
        }
    }

    private Optional<byte[]> read(ServiceName name, String file) throws YamlProblem {
        try {
            Optional<CatalogueTree> directory = CatalogueTree.open(root, List.of(SERVICES, name.value()));
            if (directory.isEmpty()) return Optional.empty();
            try (CatalogueTree service = directory.get()) {
                return service.read(file);
            }
        } catch (IOException broken) {
            throw new YamlProblem("reading it failed");
        }
    }

    private CatalogueSnapshot current() {
        Known last = known;
        if (last != null && isFresh(last)) return last.snapshot();
        if (last == null) looking.lock();
        else if (!looking.tryLock()) return last.snapshot();
        try {
            last = known;
            if (last == null || !isFresh(last)) {
                last = new Known(look(last == null ? CatalogueSnapshot.NONE : last.snapshot()), ticker.getAsLong());
                known = last;
            }
            return last.snapshot();
        } finally {
            looking.unlock();
        }
    }

    private CatalogueSnapshot lookNow() {
        looking.lock();
        try {
            Known last = known;
            Known now = new Known(look(last == null ? CatalogueSnapshot.NONE : last.snapshot()), ticker.getAsLong());
            known = now;
            return now.snapshot();
        } finally {
            looking.unlock();
        }
    }

    private boolean isFresh(Known last) {
        return ticker.getAsLong() - last.since() < FRESH_NANOS;
    }

    private CatalogueSnapshot look(CatalogueSnapshot before) {
        try {
            CatalogueSnapshot now = before.renewed(root, clock.instant());
            warn(now.warnings());
            return now;
        } catch (IOException broken) {
            warn(Set.of("The services cannot be read, what was known of them stays: "
                    + broken.getClass().getSimpleName()));
            return before;
        }
    }

    private void warn(Set<String> warnings) {
        for (String warning : warnings) if (!warned.contains(warning)) LOG.warn(warning);
        warned = warnings;
    }
}
