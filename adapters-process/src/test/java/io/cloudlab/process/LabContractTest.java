package io.cloudlab.process;

import io.cloudlab.core.inventory.type.TypeSource;
import io.cloudlab.core.services.CatalogueSource;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.testing.contract.lab.CatalogueSourceContract;
import io.cloudlab.core.testing.contract.lab.SecretsFileContract;
import io.cloudlab.core.testing.contract.lab.TypeSourceContract;
import io.cloudlab.core.vault.SecretsFile;
import io.cloudlab.process.ansible.LabSecretsFile;
import io.cloudlab.process.catalogue.LabCatalogue;
import io.cloudlab.process.directory.DirectoryDeleter;
import io.cloudlab.process.types.LabTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** A lab directory keeps the contracts of its ports. */
class LabContractTest {
    /** Longer than what was seen is taken for what is there. */
    private static final long LATER = 1_000_000_000L;

    @TempDir
    Path lab;

    private final AtomicLong nanos = new AtomicLong();

    @Nested
    class Catalogue implements CatalogueSourceContract {
        private @Nullable CatalogueSource source;

        @Override
        public CatalogueSource source() {
            if (source == null) source = new LabCatalogue(lab, Clock.systemUTC(), nanos::get);
            return source;
        }

        @Override
        public void make(ServiceName service) throws IOException {
            Path directory = Files.createDirectories(lab.resolve("services").resolve(service.value()));
            Files.writeString(directory.resolve("deploy.sh"), "true\n");
            nanos.addAndGet(LATER);
        }

        @Override
        public void remove(ServiceName service) throws IOException {
            DirectoryDeleter.delete(lab.resolve("services").resolve(service.value()));
            nanos.addAndGet(LATER);
        }
    }

    @Nested
    class Types implements TypeSourceContract {
        private @Nullable TypeSource source;

        @Override
        public TypeSource source() {
            if (source == null) source = new LabTypes(lab, Clock.systemUTC(), nanos::get);
            return source;
        }

        @Override
        public void declare(String... slugs) throws IOException {
            Path directory = Files.createDirectories(lab.resolve("inventory_types"));
            for (String slug : slugs) {
                Files.writeString(
                        directory.resolve(slug + ".yaml"),
                        "slug: " + slug + "\nlabel: A type\nfields: [{name: name, type: string}]\n");
            }
        }

        @Override
        public void takeAway() throws IOException {
            DirectoryDeleter.delete(lab.resolve("inventory_types"));
        }
    }

    @Nested
    class Secrets implements SecretsFileContract {
        @Override
        public SecretsFile file() {
            return new LabSecretsFile(lab);
        }

        @Override
        public void write(byte[] content) throws IOException {
            Files.write(Files.createDirectories(lab.resolve("vault")).resolve("secrets.yml"), content);
        }

        @Override
        public void delete() throws IOException {
            Files.delete(lab.resolve("vault/secrets.yml"));
        }
    }
}
