package io.cloudlab.process.types;

import io.cloudlab.core.inventory.type.TypeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.io.TempDir;

/** A lab whose types a test writes, and a clock it moves. */
abstract class LabTypesFixture {
    static final String BOX = """
        slug: box
        label: Box
        fields: [{name: name, type: string}]
        """;

    @TempDir
    Path lab;

    final AtomicLong nanos = new AtomicLong();
    private TypeSource types;

    final TypeSource types() {
        if (types == null) types = new LabTypes(lab, Clock.systemUTC(), nanos::get);
        return types;
    }

    final void write(String file, String text) throws IOException {
        Files.createDirectories(lab.resolve("inventory_types"));
        Files.writeString(lab.resolve("inventory_types").resolve(file), text);
    }

    final TypeSource.Loaded later() {
        nanos.addAndGet(200_000_000);
        return types().types();
    }

    final List<String> slugs() {
        return later().types().stream().map(type -> type.slug().value()).toList();
    }
}
