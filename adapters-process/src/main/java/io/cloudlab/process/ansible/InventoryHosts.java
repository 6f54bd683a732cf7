package io.cloudlab.process.ansible;

import io.cloudlab.process.yaml.YamlValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An Ansible inventory in YAML, and what it says of a host: the variables of {@code all}, of parents, of children, and of
 * the host itself, later ones counting, as {@code ansible-inventory --host} merges them. See <a
 * href="https://docs.ansible.com/ansible/latest/inventory_guide/intro_inventory.html#how-variables-are-merged">How variables
 * are merged</a>.
 */
final class InventoryHosts {
    private static final String ALL = "all";
    private static final String PRIORITY = "ansible_group_priority";
    private static final int MAX_DEPTH = 64;

    private final Map<String, Group> groups = new LinkedHashMap<>();

    private static final class Group {
        final String name;
        final Map<String, YamlValue> variables = new LinkedHashMap<>();
        final List<Map.Entry<InventoryPattern, YamlValue>> hosts = new ArrayList<>();
        final Set<Group> parents = new LinkedHashSet<>();
        int depth = 1;

        Group(String name) {
            this.name = name;
        }

        int priority() {
            if (!(variables.get(PRIORITY) instanceof YamlValue.Scalar scalar)) return 1;
            try {
                return Integer.parseInt(scalar.text().strip());
            } catch (NumberFormatException e) {
                return 1;
            }
        }
    }

    private InventoryHosts() {}

    /** Passes over what is no group, no host and no variable. */
    static InventoryHosts of(YamlValue.Mapping inventory) {
        InventoryHosts hosts = new InventoryHosts();
        hosts.group(ALL).depth = 0;
        inventory.members().forEach((name, group) -> hosts.add(name, group, 0));
        for (Group group : hosts.groups.values())
            if (group.parents.isEmpty() && group.depth > 0) group.parents.add(hosts.group(ALL));
        hosts.sink();
        return hosts;
    }

    private Group group(String name) {
        return groups.computeIfAbsent(name, Group::new);
    }

    private void add(String name, YamlValue value, int depth) {
        Group group = group(name);
        if (!(value instanceof YamlValue.Mapping body) || depth > MAX_DEPTH) return;
        if (body.get("vars") instanceof YamlValue.Mapping vars) group.variables.putAll(vars.members());
        if (body.get("hosts") instanceof YamlValue.Mapping hosts)
            hosts.members().forEach((pattern, vars) -> {
                if (vars instanceof YamlValue.Mapping || isNull(vars))
                    group.hosts.add(Map.entry(InventoryPattern.of(pattern), vars));
            });
        if (body.get("children") instanceof YamlValue.Mapping children)
            children.members().forEach((child, more) -> {
                add(child, more, depth + 1);
                if (!child.equals(ALL)) group(child).parents.add(group);
            });
    }

    private static boolean isNull(YamlValue value) {
        return value instanceof YamlValue.Scalar scalar && scalar.plain() == null;
    }

    /** A group lies deeper than all its parents; those in a circle, which Ansible refuses, stay where that is found out. */
    private void sink() {
        boolean moved = true;
        for (int round = 0; moved && round < MAX_DEPTH; round++) {
            moved = false;
            for (Group group : groups.values()) {
                for (Group parent : group.parents) {
                    if (group.depth > parent.depth) continue;
                    group.depth = parent.depth + 1;
                    moved = true;
                }
            }
        }
    }

    /** Nothing if no group has the host. */
    Optional<Map<String, YamlValue>> variables(String host) {
        Set<Group> its = new LinkedHashSet<>();
        Map<String, YamlValue> own = new HashMap<>();
        for (Group group : groups.values()) {
            for (Map.Entry<InventoryPattern, YamlValue> entry : group.hosts) {
                if (!entry.getKey().names(host)) continue;
                its.add(group);
                entry.getKey().port().ifPresent(port -> own.put("ansible_port", port));
                if (entry.getValue() instanceof YamlValue.Mapping vars) own.putAll(vars.members());
            }
        }
        if (its.isEmpty()) return Optional.empty();
        its.add(group(ALL));
        List<Group> open = new ArrayList<>(its);
        while (!open.isEmpty())
            for (Group parent : open.remove(open.size() - 1).parents) if (its.add(parent)) open.add(parent);
        Map<String, YamlValue> merged = new LinkedHashMap<>();
        its.stream()
                .sorted(Comparator.<Group>comparingInt(group -> group.depth)
                        .thenComparing(Group::priority)
                        .thenComparing(group -> group.name))
                .forEach(group -> merged.putAll(group.variables));
        merged.remove(PRIORITY);
        merged.putAll(own);
        return Optional.of(merged);
    }
}
