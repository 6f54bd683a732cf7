package io.cloudlab.core.services.input;

import io.cloudlab.core.shared.Refused;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a playbook can be run with, under the names of {@code ansible-playbook}'s own options. Values stay in the word of
 * their option, so that none can become an option of its own.
 */
public enum PlaybookOption {
    /** Patterns of hosts. */
    LIMIT {
        /** Ansible would read the patterns from a file. */
        @Override
        public List<String> words(String value) {
            if (value.indexOf('@') >= 0)
                throw new Refused("bad-option", "'limit' must name hosts and groups, and no file after an @.");
            return joined(value);
        }
    },
    TAGS,
    SKIP_TAGS,
    CHECK(true),
    DIFF(true),
    BECOME(true),
    /** From 0 to {@value #MAX_VERBOSITY}. */
    VERBOSITY {
        @Override
        public List<String> words(String value) {
            int level = number(value, 0, MAX_VERBOSITY);
            return level == 0 ? List.of() : List.of("-" + "v".repeat(level));
        }
    },
    /** From 1 to {@value #MAX_FORKS}. */
    FORKS {
        @Override
        public List<String> words(String value) {
            return value.isEmpty() ? List.of() : joined(Integer.toString(number(value, 1, MAX_FORKS)));
        }
    };

    public static final int MAX_VERBOSITY = 4;
    public static final int MAX_FORKS = 999;

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,3}");

    private final boolean flag;

    PlaybookOption() {
        this(false);
    }

    PlaybookOption(boolean flag) {
        this.flag = flag;
    }

    /** As in scripts.yaml. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * What stands on the command line.
     *
     * @param value empty for the same as without the option
     * @throws Refused if the option cannot have the value
     */
    public List<String> words(String value) {
        return flag ? flag(value) : joined(value);
    }

    List<String> joined(String value) {
        return value.isEmpty() ? List.of() : List.of(option() + "=" + value);
    }

    private List<String> flag(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on" -> List.of(option());
            case "false", "no", "off", "" -> List.of();
            default -> throw new Refused("bad-option", "'" + key() + "' must be true or false.");
        };
    }

    int number(String value, int min, int max) {
        int number = value.isEmpty() ? min : NUMBER.matcher(value).matches() ? Integer.parseInt(value) : -1;
        if (number >= min && number <= max) return number;
        throw new Refused("bad-option", "'" + key() + "' must be a number from " + min + " to " + max + ".");
    }

    private String option() {
        return "--" + key().replace('_', '-');
    }
}
