package io.cloudlab.core.jobs;

import io.cloudlab.core.shared.Refused;
import io.cloudlab.core.shared.Utf8Text;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which variables playbooks may be handed: names that mean nothing to Ansible itself, and JSON-like values. */
final class PlaybookVariables {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,63}");
    private static final String ANSIBLES_OWN = "ansible_";
    /** How Ansible marks encrypted and literal values in JSON. */
    private static final String MARK = "__ansible_";
    /** What begins a template: only values can be marked as literal, and Ansible trusts what holds no marked one. */
    private static final Pattern TEMPLATE = Pattern.compile("\\{[{%#]");
    /** Magic variables and functions of templates. */
    private static final Set<String> RESERVED = Set.of(
            "environment",
            "group_names",
            "groups",
            "hostvars",
            "inventory_dir",
            "inventory_file",
            "inventory_hostname",
            "inventory_hostname_short",
            "lookup",
            "namespace",
            "omit",
            "play_hosts",
            "playbook_dir",
            "q",
            "query",
            "role_name",
            "role_names",
            "role_path",
            "undef",
            "vars");

    private static final int MAX = 100;
    private static final int MAX_DEPTH = 16;
    private static final int MAX_TOGETHER = 512 * 1024;

    private PlaybookVariables() {}

    private static boolean isReserved(String name) {
        return name.startsWith(ANSIBLES_OWN) || RESERVED.contains(name);
    }

    /** Why no variable may have the name, one sentence. */
    static Optional<String> nameFault(String name) {
        if (!NAME.matcher(name).matches())
            return Optional.of(
                    "A variable's name must start with a lower-case letter and hold only such letters, digits and underscores.");
        if (isReserved(name)) return Optional.of("Variable '" + name + "' has a meaning of its own in Ansible.");
        return Optional.empty();
    }

    /** The variable that stands for an input of a script. */
    static String ofInput(String input) {
        return input.replace('-', '_');
    }

    /** Why a playbook may have no input of this name, one sentence. */
    static Optional<String> inputFault(String input) {
        if (!isReserved(ofInput(input))) return Optional.empty();
        return Optional.of("Input '" + input + "' has the name of a variable with a meaning of its own in Ansible.");
    }

    /** @throws Refused naming the variable */
    static void check(String name, @Nullable Object value) {
        refuse(nameFault(name));
        check(name, value, 0);
    }

    /** @throws Refused naming the input */
    static void checkInput(String name, @Nullable Object value) {
        refuse(inputFault(name));
        check(name, value, 0);
    }

    private static void refuse(Optional<String> fault) {
        fault.ifPresent(sentence -> {
            throw new Refused("bad-variable", sentence);
        });
    }

    /** @throws Refused if they are too many or too long */
    static void checkTogether(Map<String, Object> variables) {
        if (variables.size() > MAX) throw new Refused("bad-variable", "There are more than " + MAX + " variables.");
        if (size(variables) > MAX_TOGETHER) throw new Refused("bad-variable", "The variables are too long together.");
    }

    private static void check(String name, @Nullable Object value, int depth) {
        if (depth > MAX_DEPTH) throw new Refused("bad-variable", "Variable '" + name + "' is nested too deeply.");
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, member) -> {
                if (TEMPLATE.matcher(String.valueOf(key)).find())
                    throw new Refused("bad-variable", "Variable '" + name + "' holds a key that is a template.");
                if (String.valueOf(key).startsWith(MARK))
                    throw new Refused(
                            "bad-variable",
                            "Variable '" + name + "' holds a key with a meaning of its own in Ansible.");
                check(name, member, depth + 1);
            });
        } else if (value instanceof Collection<?> items) {
            for (Object item : items) check(name, item, depth + 1);
        } else if (value instanceof String text) {
            Utf8Text.flaw(text).ifPresent(flaw -> {
                throw new Refused("bad-variable", "Variable '" + name + "' holds " + flaw + ".");
            });
        } else if (value != null && !(value instanceof Number) && !(value instanceof Boolean)) {
            throw new IllegalArgumentException("variable " + name + " is not JSON-like");
        }
    }

    private static long size(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .mapToLong(member -> size(member.getKey()) + size(member.getValue()))
                    .sum();
        }
        if (value instanceof Collection<?> items)
            return items.stream().mapToLong(PlaybookVariables::size).sum();
        return 1 + String.valueOf(value).length();
    }
}
