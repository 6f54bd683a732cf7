package io.cloudlab.process;

import io.cloudlab.process.catalogue.InstanceTable;
import io.cloudlab.process.catalogue.LabFile;
import io.cloudlab.process.catalogue.OutputsTable;
import io.cloudlab.process.catalogue.ScriptsTable;
import io.cloudlab.process.types.TypesTable;
import io.cloudlab.process.yaml.YamlKey;
import io.cloudlab.process.yaml.YamlShape;
import io.cloudlab.process.yaml.YamlTable;
import io.cloudlab.process.yaml.YamlWords;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes the tables by which the files of a lab are read as Markdown. */
final class LabTables {
    private final StringBuilder text = new StringBuilder();
    private final Map<String, YamlWords<?>> words = new LinkedHashMap<>();

    private LabTables() {}

    static String markdown() {
        LabTables tables = new LabTables();
        tables.file("lab.yaml", "lab.json", LabFile.ROOT);
        tables.file("services/<name>/scripts.yaml", "scripts.json", ScriptsTable.ROOT);
        tables.file("services/<name>/instance.yaml", "instance.json", InstanceTable.ROOT);
        tables.file("services/<name>/outputs/service_outputs.yaml", "service_outputs.json", OutputsTable.ROOT);
        tables.file("inventory_types/<any name>.yaml", "inventory_type.json", TypesTable.ROOT);
        return tables.text.toString();
    }

    private void file(String file, String schema, YamlTable root) {
        text.append("## `")
                .append(file)
                .append("`\n\n")
                .append(root.text())
                .append(" Schema: [")
                .append(schema)
                .append("](schemas/")
                .append(schema)
                .append(").\n\n");
        words.clear();
        List<YamlTable> left = new ArrayList<>(List.of(root));
        while (!left.isEmpty()) table(left.remove(0), left);
        words.forEach(this::words);
    }

    private void table(YamlTable table, List<YamlTable> more) {
        text.append("| key of ").append(table.what()).append(" | | |\n|---|---|---|\n");
        for (YamlKey key : table.keys()) {
            text.append("| `")
                    .append(key.name())
                    .append("` | ")
                    .append(key.required() ? "required" : "")
                    .append(" | ")
                    .append(key.text().replace("|", "\\|"))
                    .append(" |\n");
            if (key.shape() instanceof YamlShape.ListOf list) more.add(list.table());
            if (key.shape() instanceof YamlShape.Word word)
                words.put("`" + key.name() + "` of " + table.what(), word.words());
            if (key.shape() instanceof YamlShape.WordOrMapping either)
                words.put("`" + key.name() + "` of " + table.what(), either.words());
        }
        text.append('\n');
    }

    private void words(String title, YamlWords<?> words) {
        text.append("| ").append(title).append(" | meaning | other words for it |\n|---|---|---|\n");
        for (YamlWords.Word<?> word : words.words())
            text.append("| `")
                    .append(word.word())
                    .append("` | ")
                    .append(word.text())
                    .append(" | ")
                    .append(String.join(
                            ", ",
                            word.others().stream().map(each -> "`" + each + "`").toList()))
                    .append(" |\n");
        text.append('\n');
    }
}
