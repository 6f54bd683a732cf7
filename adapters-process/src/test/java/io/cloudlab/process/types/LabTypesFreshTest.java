package io.cloudlab.process.types;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.inventory.type.ItemType;
import io.cloudlab.core.inventory.type.TypeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What was just written counts at once. The ticker of the types stands still, so nothing grows old by itself. */
class LabTypesFreshTest extends LabTypesFixture {
    private static String type(String slug, String label) {
        return "slug: " + slug + "\nlabel: " + label + "\nfields: [{name: name, type: string}]\n";
    }

    private Path file(String name) {
        return lab.resolve("inventory_types").resolve(name);
    }

    private Optional<String> label(String slug) {
        return types().type(slug).map(ItemType::label);
    }

    /** Long ago, so that what is read is trusted until a stamp changes. */
    private void age() throws IOException {
        FileTime past = FileTime.from(Instant.now().minus(Duration.ofHours(1)));
        try (var all = Files.list(lab.resolve("inventory_types"))) {
            for (Path each : all.toList()) Files.setLastModifiedTime(each, past);
        }
        Files.setLastModifiedTime(lab.resolve("inventory_types"), past);
    }

    @Test
    void typeThatWasJustWrittenIsFoundAtOnceAndOneThatIsGoneIsNot() throws IOException {
        write("box.yaml", type("box", "Box"));
        age();
        assertThat(label("box")).contains("Box");
        TypeSource.Loaded before = types().types();
        assertThat(label("box")).contains("Box");
        assertThat(types().types()).as("nothing has changed").isSameAs(before);

        Files.writeString(file("box.yaml"), type("box", "Crate"));
        assertThat(label("box")).contains("Crate");
        write("new.yaml", type("new", "New"));
        assertThat(label("new")).contains("New");
        Files.delete(file("box.yaml"));
        assertThat(label("box")).isEmpty();
        assertThat(types().types().types()).as("the list agrees").hasSize(1);
    }

    @Test
    void anEarlierFileOfTheSameSlugCountsAtOnce() throws IOException {
        write("b.yaml", type("box", "Second"));
        age();
        assertThat(label("box")).contains("Second");

        write("a.yaml", type("box", "First"));

        assertThat(label("box")).contains("First");
    }

    @Test
    void listThatIsAskedForShowsWhatWasJustWritten() throws IOException {
        write("a.yaml", type("a", "A"));
        assertThat(types().now().types()).hasSize(1);

        write("b.yaml", type("b", "B"));

        assertThat(types().types().types()).as("looked at less often").hasSize(1);
        assertThat(types().now().types()).hasSize(2);
        assertThat(types().types().types()).hasSize(2);
    }
}
