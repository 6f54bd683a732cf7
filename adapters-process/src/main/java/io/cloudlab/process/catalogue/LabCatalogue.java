package io.cloudlab.process.catalogue;

import static io.cloudlab.process.catalogue.CatalogueSnapshot.SERVICES;

import io.cloudlab.core.services.ActiveDeployment;
import io.cloudlab.core.services.CatalogueSource;
import io.cloudlab.core.services.InstanceFile;
import io.cloudlab.core.services.PublishedOutputs;
import io.cloudlab.core.services.ServiceDefinition;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.services.input.InputOptions;
import io.cloudlab.core.services.input.ScriptFile;
import io.cloudlab.core.shared.Refused;
import io.cloudlab.core.shared.Unavailable;
import io.cloudlab.core.vault.PrivateKeys;
import io.cloudlab.process.directory.SecureDirectory;
import io.cloudlab.process.yaml.YamlProblem;
import io.cloudlab.process.yaml.YamlReader;
import io.cloudlab.process.yaml.YamlValue;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what it has read and looks again, at most every 200 ms, whether files have changed; in between an answer costs
 * one comparison. While one thread looks, the others are answered with what was known. After a change by this program
 * ({@link #changed}) everything looks again first, and a single service is looked at each time it is asked for.
 */
public final class LabCatalogue implements CatalogueSource {
    private static final Logger LOG = LoggerFactory.getLogger(LabCatalogue.class);
    private static final long FRESH_NANOS = Duration.ofMillis(200).toNanos();

    private final Path root;
    private final Clock clock;
    private final LongSupplier ticker;
    private final CatalogueDeployments deployments;
    private final CatalogueOutputs outputs;
    private final CatalogueInventory inventories;
    private final CatalogueFiles files;
    private final ReentrantLock looking = new ReentrantLock();
    private final AtomicLong changes = new AtomicLong();
    private Set<String> warned = Set.of();
    private volatile @Nullable Known known;

    /** @param changes how many had been told of when this was begun */
    private record Known(CatalogueSnapshot snapshot, long changes, long since) {}

    /** @param ticker nanoseconds of a clock that never goes back */
    public LabCatalogue(Path root, Clock clock, LongSupplier ticker) {
        this.root = root;
        this.clock = clock;
        this.ticker = ticker;
        this.deployments = new CatalogueDeployments(root, clock);
        this.outputs = new CatalogueOutputs(root);
        this.inventories = new CatalogueInventory(root);
        this.files = new CatalogueFiles(root);
    }

    @Override
    public boolean isThere() {
        return current() != CatalogueSnapshot.NONE;
    }

    @Override
    public List<ServiceDefinition> services() {
        return current().services();
    }

    /** Read each time, so that what was just written counts. */
    @Override
    public Map<String, String> environment() {
        try {
            return LabFile.of(root).environment();
        } catch (YamlProblem e) {
            throw new Refused("bad-lab-file", e.sentence(LabFile.NAME));
        } catch (IOException e) {
            throw new Unavailable("unreadable-lab", "The lab directory cannot be read now.", e);
        }
    }

    @Override
    public List<String> warnings() {
        return current().skipped();
    }

    /** Looks at this service's own files each time, so that what was just written counts. */
    @Override
    public Optional<ServiceDefinition> service(ServiceName name) {
        CatalogueSnapshot last = current();
        ServiceDefinition known = last.byName().get(name);
        ServiceDefinition now = entry(name, last).map(CatalogueEntry::service).orElse(null);
        if (Objects.equals(known, now)) return Optional.ofNullable(known);
        changed();
        return Optional.ofNullable(now);
    }

    private Optional<CatalogueEntry> entry(ServiceName name, CatalogueSnapshot last) {
        CatalogueEntry known = last.entries().get(name.value());
        try {
            Optional<SecureDirectory> directory = SecureDirectory.open(root, List.of(SERVICES));
            if (directory.isEmpty()) return Optional.empty();
            try (SecureDirectory services = directory.get()) {
                return Optional.of(CatalogueEntry.read(services, name.value(), known, clock.instant()));
            }
        } catch (IOException e) {
            return Optional.ofNullable(known);
        }
    }

    /** The files are other ones than were known: requests from now on look again first. */
    public void changed() {
        changes.incrementAndGet();
    }

    @Override
    public InstanceFile instance(ServiceName name) {
        try {
            Optional<byte[]> yaml = service(name).isEmpty() ? Optional.empty() : read(name, CatalogueEntry.INSTANCE);
            if (yaml.isEmpty()) return new InstanceFile(null, null);
            if (PrivateKeys.in(yaml.get()))
                return new InstanceFile(null, CatalogueEntry.INSTANCE + " holds a private key and is not shown.");
            YamlValue content = YamlReader.read(yaml.get());
            List<String> warnings = InstanceTable.problems(content).stream()
                    .map(problem -> problem.sentence(CatalogueEntry.INSTANCE))
                    .toList();
            return new InstanceFile(content.plain(), null, warnings);
        } catch (YamlProblem e) {
            return new InstanceFile(null, e.sentence(CatalogueEntry.INSTANCE));
        }
    }

    @Override
    public List<ActiveDeployment> activeDeployments() {
        return deployments.of(services());
    }

    @Override
    public Optional<ActiveDeployment> activeDeployment(ServiceName name) {
        return service(name)
                .flatMap(service -> deployments.of(List.of(service)).stream().findFirst());
    }

    @Override
    public PublishedOutputs outputs(ServiceName name) {
        return outputs.of(name);
    }

    @Override
    public String inventory(ServiceName name, String inventory) {
        return inventories.of(name, inventory);
    }

    @Override
    public InputOptions files(@Nullable ServiceName name, String glob) {
        return files.of(name, glob);
    }

    @Override
    public ScriptFile scriptFile(ServiceName name, String file) {
        Optional<CataloguePath> path = CataloguePath.parse(file);
        if (path.isEmpty()) return ScriptFile.OUTSIDE;
        try {
            Optional<SecureDirectory> directory = SecureDirectory.open(root, List.of(SERVICES, name.value()));
            if (directory.isEmpty()) return ScriptFile.MISSING;
            try (SecureDirectory service = directory.get()) {
                return FileLookup.at(service, path.get().segments());
            }
        } catch (IOException e) {
            throw new Unavailable("unreadable-service", "The service's directory cannot be read now.", e);
        }
    }

    private Optional<byte[]> read(ServiceName name, String file) throws YamlProblem {
        try {
            Optional<SecureDirectory> directory = SecureDirectory.open(root, List.of(SERVICES, name.value()));
            if (directory.isEmpty()) return Optional.empty();
            try (SecureDirectory service = directory.get()) {
                return service.read(file);
            }
        } catch (IOException e) {
            throw new YamlProblem("reading it failed");
        }
    }

    private CatalogueSnapshot current() {
        Known last = known;
        if (last != null && isFresh(last)) return last.snapshot();
        if (last == null || last.changes() != changes.get()) looking.lock();
        else if (!looking.tryLock()) return last.snapshot();
        try {
            last = known;
            if (last == null || !isFresh(last)) {
                long upTo = changes.get();
                CatalogueSnapshot before = last == null ? CatalogueSnapshot.NONE : last.snapshot();
                last = new Known(look(before), upTo, ticker.getAsLong());
                known = last;
            }
            return last.snapshot();
        } finally {
            looking.unlock();
        }
    }

    private boolean isFresh(Known last) {
        return last.changes() == changes.get() && ticker.getAsLong() - last.since() < FRESH_NANOS;
    }

    private CatalogueSnapshot look(CatalogueSnapshot before) {
        try {
            CatalogueSnapshot now = before.renewed(root, clock.instant());
            warn(now.warnings());
            return now;
        } catch (IOException e) {
            warn(Set.of("The services cannot be read, what was known of them stays: "
                    + e.getClass().getSimpleName()));
            return before;
        }
    }

    private void warn(Set<String> warnings) {
        for (String warning : warnings) if (!warned.contains(warning)) LOG.warn("{}", warning);
        warned = warnings;
    }
}
