package io.cloudlab.process.ansible;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The variables that tell Ansible which configuration to use. An {@code ansible.cfg} in the job's working directory wins
 * over the lab's, as in Ansible's own order; Ansible finds it by itself. Since the lab's plugins, which report what plays
 * do, are then not configured by a file, they are added to what that file configures.
 *
 * @see <a href="https://docs.ansible.com/ansible-core/2.14/reference_appendices/config.html">Ansible configuration</a>
 */
public final class AnsibleSettings {
    static final String FILE = "ansible.cfg";

    /** Bytes; a larger file is not looked into. */
    private static final int MAX_SIZE = 1 << 20;

    private static final String CALLBACKS = "~/.ansible/plugins/callback:/usr/share/ansible/plugins/callback";
    private static final String INVENTORIES = "~/.ansible/plugins/inventory:/usr/share/ansible/plugins/inventory";
    private static final String ENABLED = "host_list,script,auto,yaml,ini,toml";

    private AnsibleSettings() {}

    public static Map<String, String> of(Path lab, Path directory) throws IOException {
        Map<String, String> variables = new TreeMap<>();
        variables.put("ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED", "true");
        Path own = directory.resolve(FILE);
        Path labs = lab.resolve(FILE);
        if (!Files.isRegularFile(own) || own.equals(labs)) {
            if (Files.isRegularFile(labs)) variables.put("ANSIBLE_CONFIG", labs.toString());
            return variables;
        }
        Map<String, String> configured = Files.size(own) <= MAX_SIZE ? read(own) : Map.of();
        if (Files.isRegularFile(lab.resolve("callback_plugins/clm_events.py"))) {
            String paths = configured.getOrDefault("defaults/callback_plugins", CALLBACKS);
            variables.put("ANSIBLE_CALLBACK_PLUGINS", paths(paths, directory, lab.resolve("callback_plugins")));
            String enabled = configured.getOrDefault(
                    "defaults/callbacks_enabled", configured.getOrDefault("defaults/callback_whitelist", ""));
            variables.put("ANSIBLE_CALLBACKS_ENABLED", words(enabled, "clm_events"));
        }
        if (Files.isRegularFile(lab.resolve("inventory_plugins/clm_unparsed.py"))) {
            String paths = configured.getOrDefault("defaults/inventory_plugins", INVENTORIES);
            variables.put("ANSIBLE_INVENTORY_PLUGINS", paths(paths, directory, lab.resolve("inventory_plugins")));
            String enabled = configured.getOrDefault("inventory/enable_plugins", ENABLED);
            variables.put("ANSIBLE_INVENTORY_ENABLED", words(enabled, "clm_unparsed"));
        }
        return variables;
    }

    /** Values by {@code section/key}, as Python's configparser reads them, without continued lines. */
    private static Map<String, String> read(Path file) throws IOException {
        Map<String, String> values = new HashMap<>();
        String section = "";
        for (String line : new String(Files.readAllBytes(file), StandardCharsets.UTF_8).split("\r?\n")) {
            String text = line.strip();
            if (text.startsWith("#") || text.startsWith(";")) continue;
            if (text.startsWith("[") && text.endsWith("]")) {
                section = text.substring(1, text.length() - 1);
                continue;
            }
            String[] parts = text.split("[=:]", 2);
            if (parts.length < 2) continue;
            String value = parts[1].replaceFirst("(^|\\s);.*", "").strip();
            values.put(section + "/" + parts[0].strip().toLowerCase(java.util.Locale.ROOT), value);
        }
        return values;
    }

    /** Relative to the file they stand in, which Ansible would not do for a variable. */
    private static String paths(String configured, Path directory, Path ours) {
        Set<String> all = new LinkedHashSet<>();
        for (String path : configured.split(":")) {
            String text = path.strip();
            if (text.isEmpty()) continue;
            boolean absolute =
                    text.startsWith("/") || text.startsWith("~") || text.startsWith("$") || text.startsWith("{");
            all.add(absolute ? text : directory.resolve(text).toString());
        }
        all.add(ours.toString());
        return String.join(":", all);
    }

    private static String words(String configured, String ours) {
        Set<String> all = new LinkedHashSet<>();
        for (String word : configured.split(",")) if (!word.isBlank()) all.add(word.strip());
        all.remove(ours);
        all.add(ours); // the last inventory plugin is asked where no other could read
        return String.join(",", List.copyOf(all));
    }
}
