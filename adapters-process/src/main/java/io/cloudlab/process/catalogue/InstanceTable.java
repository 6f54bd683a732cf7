package io.cloudlab.process.catalogue;

import io.cloudlab.process.yaml.SchemaParts;
import io.cloudlab.process.yaml.YamlEntry;
import io.cloudlab.process.yaml.YamlFields;
import io.cloudlab.process.yaml.YamlKey;
import io.cloudlab.process.yaml.YamlProblem;
import io.cloudlab.process.yaml.YamlShape;
import io.cloudlab.process.yaml.YamlTable;
import io.cloudlab.process.yaml.YamlValue;
import java.util.ArrayList;
import java.util.List;

/** What instance.yaml may hold: what init_playbook/start-instances.yaml reads of it. */
public final class InstanceTable {
    static final YamlTable INSTANCE = YamlTable.of(
                    "an instance",
                    "A machine of the cloud that the service runs on. No two have one label and region.",
                    YamlKey.of(
                                    "label",
                                    new YamlShape.Quoted(),
                                    "Its name in the cloud, text: one that looks like a number needs quotes.")
                            .needed(),
                    YamlKey.text("region", "Where it stands, such as mel.").needed(),
                    YamlKey.text("plan", "Its size, such as vc2-1c-1gb.").needed(),
                    YamlKey.text("os", "Its operating system, called exactly as the cloud calls it; or os_id."),
                    YamlKey.text("os_id", "The number of its operating system; wins over os."),
                    YamlKey.text("hostname", "Its host name; default: the label."),
                    YamlKey.of("tags", new YamlShape.Texts(), "Tags in the cloud; none may begin with service-."),
                    YamlKey.of(
                            "enable_ipv6",
                            new YamlShape.Flag(false),
                            "Whether it has an IPv6 address; default: false."))
            .withSchema(SchemaParts.oneOf("os", "os_id"));

    public static final YamlTable ROOT = YamlTable.of(
            "the file",
            "The instances a service runs on.",
            YamlKey.of("instances", new YamlShape.ListOf(INSTANCE, 1), "At least one instance.")
                    .needed(),
            YamlKey.text("ssh_user", "Whom to sign in as; default: root."),
            YamlKey.text("ssh_port", "The port of SSH; default: 22."));

    private InstanceTable() {}

    /** What is wrong with the file. */
    public static List<YamlProblem> problems(YamlValue file) {
        List<YamlProblem> found = new ArrayList<>();
        try {
            YamlEntry root = YamlEntry.of(file, ROOT, found);
            if (root.value("instances") == null) throw root.problem("'instances' is missing");
            for (String key : List.of("ssh_user", "ssh_port")) root.text(key);
            List<YamlValue> instances = root.items("instances");
            if (instances.isEmpty()) throw root.problem("'instances' holds none");
            for (YamlValue one : instances) instance(one, found);
        } catch (YamlProblem e) {
            found.add(e);
        }
        return found;
    }

    private static void instance(YamlValue value, List<YamlProblem> found) {
        try {
            YamlEntry entry = YamlEntry.of(value, INSTANCE, found);
            for (YamlKey key : INSTANCE.keys()) {
                if (key.required() && entry.value(key.name()) == null)
                    found.add(entry.problem("'" + key.name() + "' is missing"));
                else if (key.shape() instanceof YamlShape.Text) entry.text(key.name());
                else if (key.shape() instanceof YamlShape.Quoted) quoted(entry, key.name());
            }
            entry.texts("tags");
            entry.flag("enable_ipv6");
            if (entry.value("os") == null && entry.value("os_id") == null)
                found.add(entry.problem("'os' or 'os_id' is missing"));
        } catch (YamlProblem e) {
            found.add(e);
        }
    }

    private static void quoted(YamlEntry entry, String key) throws YamlProblem {
        YamlValue value = entry.value(key);
        if (entry.text(key) == null || value == null || value.plain() instanceof String) return;
        throw YamlFields.problem(value, "'" + key + "' must be text: what looks like a number needs quotes");
    }
}
