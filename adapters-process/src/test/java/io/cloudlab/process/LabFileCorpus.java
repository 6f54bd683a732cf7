package io.cloudlab.process;

import io.cloudlab.process.catalogue.OutputsTable;
import io.cloudlab.process.catalogue.ScriptsTable;
import io.cloudlab.process.types.TypesTable;
import io.cloudlab.process.yaml.YamlWords;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Makes files of a lab as people might write them: right ones, and ones in which something at a random place is mistyped,
 * missing or of another kind. What no JSON schema can say is left out: names that stand there twice, a default that is not
 * among the options or does not match the pattern, a regular expression that is none.
 */
final class LabFileCorpus {
    private final Random random;

    LabFileCorpus(long seed) {
        random = new Random(seed);
    }

    Object scripts() {
        if (random.nextInt(20) == 0) return new LinkedHashMap<>();
        return map("scripts", several(1, 3, this::script));
    }

    Object instance() {
        Map<String, Object> file = map("instances", several(1, 3, number -> {
            Map<String, Object> instance = map("label", "web" + number, "region", "mel", "plan", "vc2-1c-1gb");
            if (random.nextBoolean()) instance.put("os", "Debian 12 x64 (bookworm)");
            else instance.put("os_id", 2136);
            maybe(instance, "hostname", "web", 5, true);
            maybe(instance, "tags", List.of("web", 1), List.of());
            maybe(instance, "enable_ipv6", true, "no", "On");
            return instance;
        }));
        maybe(file, "ssh_user", "root", "admin");
        maybe(file, "ssh_port", 22, "2222");
        return file;
    }

    Object outputs() {
        if (random.nextInt(20) == 0) return new LinkedHashMap<>();
        return map("outputs", several(0, 4, number -> {
            Map<String, Object> output = map("name", "out" + number);
            maybe(output, "type", any(OutputsTable.TYPES));
            maybe(output, "label", "Output", 7);
            maybe(output, "value", "https://203.0.113.7/", 1.5, false);
            maybe(output, "username", "root");
            maybe(output, "credential_type", "password");
            return output;
        }));
    }

    Object type() {
        Map<String, Object> type = map("slug", "box", "label", "Box", "fields", several(0, 4, this::field));
        maybe(type, "icon", "server");
        maybe(type, "description", "Boxes.", 12);
        maybe(type, "actions", several(0, 3, this::action));
        maybe(type, "sync", any(TypesTable.ADAPTERS), map("adapter", any(TypesTable.ADAPTERS)));
        return type;
    }

    Object lab() {
        Map<String, Object> lab = map();
        maybe(lab, "environment", map("TZ", "Europe/Berlin", "LEVEL", 3), map());
        return lab;
    }

    private Map<String, Object> script(int number) {
        Map<String, Object> script = map("name", "script-" + number);
        if (random.nextInt(3) == 0) playbook(script);
        else script.put(random.nextBoolean() ? "script" : "file", pick("go.sh", "./bin/go.sh", "x y.py"));
        maybe(script, "label", "Go", 5);
        maybe(script, "description", "Goes.");
        maybe(script, "inputs", several(0, 4, this::input));
        maybe(script, "concurrency", any(ScriptsTable.CONCURRENCY));
        maybe(script, "retry", map("times", 2, "delay", "1m"), map("times", "10"));
        maybe(script, "timeout", "90s", "30m", "2h", "1d");
        maybe(script, "arguments", List.of("--fast", 5, true), List.of());
        maybe(script, "secrets", List.of("DB_PASSWORD", "_x"), List.of());
        maybe(script, "environment", map("TZ", "Europe/Berlin", "LEVEL", 3, "_x", false), map());
        return script;
    }

    private void playbook(Map<String, Object> script) {
        script.put("playbook", pick("site.yml", "plays/site.yaml"));
        maybe(script, "inventory", "service", "instances", "inventories/prod.yml");
        maybe(script, "limit", "web", List.of("web", "db:!old"), 7);
        maybe(script, "tags", "a,b", List.of());
        maybe(script, "skip_tags", List.of("slow"));
        maybe(script, "check", true, "no", "On");
        maybe(script, "become", false, "yes");
        maybe(script, "diff", true);
        maybe(script, "verbosity", 0, 4, "3");
        maybe(script, "forks", 1, 50, "999");
        maybe(script, "confirm", "Sure?", 5);
    }

    private Map<String, Object> input(int number) {
        Map<String, Object> input = map("name", "in_" + number);
        maybe(input, "label", "In", true);
        maybe(input, "required", true, false, "yes", "Off");
        maybe(input, "description", "An input.");
        String word = any(ScriptsTable.TYPES);
        var kind = ScriptsTable.TYPES.find(word).orElseThrow();
        if (random.nextInt(4) > 0) input.put("type", random.nextInt(5) == 0 ? word.toUpperCase() : word);
        boolean typed = input.containsKey("type");
        String canonical = typed ? kind.type().word() : "string";
        if (canonical.equals("object")) {
            input.put("options_from", map("type", "server"));
        } else if (canonical.equals("select") && random.nextBoolean()) {
            input.put("options_from", optionsFrom());
        } else if (canonical.equals("select") || random.nextInt(4) == 0)
            input.put(
                    "options",
                    pick(List.of("a", 2, true), map("a", "A"), List.of(map("value", "a", "label", "A"), "b")));
        else if (random.nextInt(4) == 0) input.put("pattern", pick("[a-z]+", "x*", 5));
        else if (random.nextBoolean()) standard(input, canonical);
        return input;
    }

    private Map<String, Object> optionsFrom() {
        if (random.nextBoolean()) return map("glob", pick("inventories/*", "plays/?.yml"));
        Map<String, Object> from = map("type", "server");
        maybe(from, "value", "hostname", "id");
        maybe(from, "filter", map("power_status", "running", "cpus", 4), map());
        return from;
    }

    private void standard(Map<String, Object> input, String type) {
        switch (type) {
            case "number" -> input.put("default", pick(3, 1.5, "22", "1e3"));
            case "integer" -> input.put("default", pick(3, "22", "-1"));
            case "date" -> input.put("default", "2026-03-01");
            case "datetime" -> input.put("default", "2026-03-01T12:00:00Z");
            case "email" -> input.put("default", "mira@example.org");
            case "url" -> input.put("default", "https://example.org/x");
            case "host" -> input.put("default", pick("web1.example.org", "203.0.113.7", "2001:db8::1"));
            case "boolean" -> input.put("default", pick(true, "no", "False"));
            case "list" -> input.put("default", pick(List.of("a", 1), "a,b"));
            case "string", "text" -> input.put("default", pick("a", 1.10, true));
            default -> {} // a secret has none, deployments and keys are known to the running lab only
        }
    }

    private Map<String, Object> field(int number) {
        Map<String, Object> field = map("name", "field" + number);
        String word = any(TypesTable.FIELD_TYPES);
        String canonical = TypesTable.FIELD_TYPES.find(word).orElseThrow().word();
        field.put("type", word);
        maybe(field, "label", "Field", 8);
        maybe(field, "required", true, "on");
        maybe(field, "readonly", false, "no");
        maybe(field, "searchable", true);
        boolean plain = List.of("string", "text", "integer", "datetime").contains(canonical);
        if (canonical.equals("enum")) field.put("options", pick(List.of("a", "b"), List.of(1, true)));
        else if (plain && random.nextInt(3) == 0) field.put("unique", pick(true, "yes"));
        else if (random.nextInt(3) == 0) fieldDefault(field, canonical);
        return field;
    }

    private void fieldDefault(Map<String, Object> field, String type) {
        switch (type) {
            case "string", "text" -> field.put("default", pick("a", 8080, true));
            case "integer" -> field.put("default", pick(5, "5"));
            case "boolean" -> field.put("default", pick(true, "yes"));
            case "json" -> field.put("default", pick(List.of(1, "a"), map("a", 1), 5));
            default -> {} // a secret has none
        }
    }

    private Map<String, Object> action(int number) {
        Map<String, Object> action = map("name", "act-" + number);
        int kind = random.nextInt(4);
        if (kind == 0) {
            action.put("type", pick("playbook", "ansible", "Playbook", map("type", "playbook")));
            action.put("playbook", pick("plays/go.yaml", "go.yml"));
            maybe(action, "vars_mapping", map("host", "web", "port", 22), map());
            maybe(action, "scope", "type", "object");
        } else if (kind == 1) {
            action.put("type", pick("ssh", "terminal", map("type", "builtin", "name", "ssh")));
        } else {
            maybe(action, "type", "script", "script_stop", "dynamic_scripts");
            maybe(action, "script", "go.sh", "bin/go.sh");
            maybe(action, "scope", "object");
        }
        maybe(action, "label", "Act");
        maybe(action, "icon", "play");
        maybe(action, "confirm", "Sure?", true);
        maybe(action, "destructive", true, "no");
        maybe(action, "inputs", several(0, 2, this::input));
        return action;
    }

    /** Something at a random place becomes mistyped, missing, or something else. */
    void spoil(Object file) {
        List<Map<String, Object>> maps = new ArrayList<>();
        collect(file, maps);
        maps.removeIf(Map::isEmpty);
        if (maps.isEmpty()) return;
        Map<String, Object> map = maps.get(random.nextInt(maps.size()));
        String key = new ArrayList<>(map.keySet()).get(random.nextInt(map.size()));
        Object value = map.get(key);
        int how = random.nextInt(4);
        if (how == 0) {
            map.remove(key);
        } else if (how == 1) {
            map.remove(key);
            map.put(key.substring(0, key.length() - 1) + "z", value);
        } else if (how == 2) {
            map.put(pick("odd", "timeout", "x-own", "requird"), 1);
        } else {
            map.put(
                    key,
                    pick(null, "odd value", 12.5, true, List.of(), List.of(List.of("a")), map("odd", 1), "../x", "-1"));
        }
    }

    @SuppressWarnings("unchecked")
    private static void collect(Object value, List<Map<String, Object>> maps) {
        if (value instanceof List<?> list) list.forEach(each -> collect(each, maps));
        if (value instanceof Map<?, ?> map) {
            maps.add((Map<String, Object>) map);
            map.values().forEach(each -> collect(each, maps));
        }
    }

    private interface Made {
        Object of(int number);
    }

    private List<Object> several(int min, int max, Made one) {
        List<Object> all = new ArrayList<>();
        int count = min + random.nextInt(max - min + 1);
        for (int each = 0; each < count; each++) all.add(one.of(each));
        return all;
    }

    private String any(YamlWords<?> words) {
        return words.all().get(random.nextInt(words.all().size()));
    }

    private Object pick(Object... values) {
        return values[random.nextInt(values.length)];
    }

    private String pick(String... values) {
        return values[random.nextInt(values.length)];
    }

    private void maybe(Map<String, Object> map, String key, Object... values) {
        if (random.nextInt(3) == 0) map.put(key, pick(Arrays.copyOf(values, values.length, Object[].class)));
    }

    private static Map<String, Object> map(Object... namesAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int each = 0; each < namesAndValues.length; each += 2)
            map.put(String.valueOf(namesAndValues[each]), namesAndValues[each + 1]);
        return map;
    }
}
