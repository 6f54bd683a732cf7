package io.cloudlab.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cloudlab.core.services.LabSchemas;
import io.cloudlab.process.catalogue.InstanceTable;
import io.cloudlab.process.catalogue.LabFile;
import io.cloudlab.process.catalogue.OutputsTable;
import io.cloudlab.process.catalogue.ScriptsTable;
import io.cloudlab.process.types.TypesTable;
import io.cloudlab.process.yaml.YamlSchema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The JSON schemas of a lab's files, made from the tables by which the files are read. Made when first asked for. */
final class LabFileSchemas implements LabSchemas {
    private @Nullable Map<String, String> made;

    @Override
    public List<String> names() {
        return List.copyOf(all().keySet());
    }

    @Override
    public Optional<String> find(String name) {
        return Optional.ofNullable(all().get(name));
    }

    private synchronized Map<String, String> all() {
        Map<String, String> all = made;
        if (all == null) {
            all = new LinkedHashMap<>();
            all.put("lab.json", text(YamlSchema.of(LabFile.ROOT, "lab.yaml of a lab", true)));
            all.put("scripts.json", text(YamlSchema.of(ScriptsTable.ROOT, "scripts.yaml of a service", true)));
            all.put("instance.json", text(YamlSchema.of(InstanceTable.ROOT, "instance.yaml of a service", false)));
            all.put(
                    "service_outputs.json",
                    text(YamlSchema.of(OutputsTable.ROOT, "outputs/service_outputs.yaml of a service", true)));
            all.put(
                    "inventory_type.json",
                    text(YamlSchema.of(TypesTable.ROOT, "inventory_types/*.yaml of a lab", false)));
            made = all;
        }
        return all;
    }

    private static String text(Map<String, Object> schema) {
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter().withObjectIndenter(lines);
        try {
            return new JsonMapper().writer(printer).writeValueAsString(schema) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
