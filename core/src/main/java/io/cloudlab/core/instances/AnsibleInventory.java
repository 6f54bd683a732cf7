package io.cloudlab.core.instances;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * An inventory as Ansible writes it in YAML: groups by name, each with {@code hosts} and their variables, and with
 * {@code children}, which are groups again. Immutable.
 *
 * @param groups JSON-like; unknown members are kept
 */
public record AnsibleInventory(Map<String, Object> groups) {
    public static final AnsibleInventory EMPTY = new AnsibleInventory(Map.of());

    private static final String HOSTS = "hosts";
    private static final String CHILDREN = "children";

    public AnsibleInventory {
        groups = Collections.unmodifiableMap(new LinkedHashMap<>(groups));
    }

    /** The variables of every host of every group, by the host's name. */
    public Map<String, Map<String, Object>> hosts() {
        Map<String, Map<String, Object>> hosts = new TreeMap<>();
        collect(groups, hosts);
        return Collections.unmodifiableMap(hosts);
    }

    /** The same without certain hosts, and without the groups that lost their last host. */
    public AnsibleInventory without(BiPredicate<String, Map<String, Object>> gone) {
        Set<String> names = new HashSet<>();
        hosts().forEach((name, variables) -> {
            if (gone.test(name, variables)) names.add(name);
        });
        if (names.isEmpty()) return this;
        Map<String, Object> left = new LinkedHashMap<>();
        groups.forEach((name, group) -> left.put(name, without(group, names)));
        return new AnsibleInventory(left);
    }

    private static void collect(Map<?, ?> groups, Map<String, Map<String, Object>> hosts) {
        for (Object value : groups.values()) {
            if (!(value instanceof Map<?, ?> group)) continue;
            if (group.get(HOSTS) instanceof Map<?, ?> named) {
                named.forEach((name, variables) -> {
                    Map<String, Object> known =
                            hosts.computeIfAbsent(String.valueOf(name), unseen -> new LinkedHashMap<>());
                    if (variables instanceof Map<?, ?> more)
                        more.forEach((variable, text) -> known.put(String.valueOf(variable), text));
                });
            }
            if (group.get(CHILDREN) instanceof Map<?, ?> children) collect(children, hosts);
        }
    }

    private static Object without(Object value, Set<String> names) {
        if (!(value instanceof Map<?, ?> group)) return value;
        Map<String, Object> left = new LinkedHashMap<>();
        group.forEach((key, member) -> left.put(String.valueOf(key), member));
        if (group.get(HOSTS) instanceof Map<?, ?> hosts) left.put(HOSTS, withoutKeys(hosts, names));
        if (group.get(CHILDREN) instanceof Map<?, ?> children) {
            Map<String, Object> kept = new LinkedHashMap<>();
            children.forEach((name, child) -> {
                Object smaller = without(child, names);
                if (!isEmpty(smaller) || isEmpty(child)) kept.put(String.valueOf(name), smaller);
            });
            left.put(CHILDREN, kept);
        }
        return left;
    }

    private static Map<String, Object> withoutKeys(Map<?, ?> hosts, Set<String> names) {
        Map<String, Object> left = new LinkedHashMap<>();
        hosts.forEach((name, variables) -> {
            if (!names.contains(String.valueOf(name))) left.put(String.valueOf(name), variables);
        });
        return left;
    }

    private static boolean isEmpty(@Nullable Object group) {
        if (!(group instanceof Map<?, ?> map)) return true;
        return isEmptyMap(map.get(HOSTS)) && isEmptyMap(map.get(CHILDREN));
    }

    private static boolean isEmptyMap(@Nullable Object value) {
        return !(value instanceof Map<?, ?> map) || map.isEmpty();
    }
}
