package io.cloudlab.core.services;

import io.cloudlab.core.shared.Refused;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Which names inputs may have, and the environment variables they become. */
public final class InputNames {
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,63}");
    private static final Pattern HARMLESS_TO_SHOW = Pattern.compile("[A-Za-z0-9_.%()-]{1,64}");

    /** Variables that loaders, shells and interpreters act on, however the letters are written. */
    private static final Set<String> RESERVED = Set.of(
            "PATH",
            "IFS",
            "CDPATH",
            "GLOBIGNORE",
            "SHELLOPTS",
            "BASHOPTS",
            "PROMPT_COMMAND",
            "PS0",
            "PS1",
            "PS2",
            "PS3",
            "PS4",
            "LOCPATH",
            "NLSPATH",
            "HOSTALIASES",
            "PERL5LIB",
            "PERL5OPT",
            "PERL5DB",
            "PERLLIB",
            "RUBYOPT",
            "RUBYLIB",
            "NODE_OPTIONS",
            "NODE_PATH",
            "NODE_EXTRA_CA_CERTS",
            "JAVA_TOOL_OPTIONS",
            "JDK_JAVA_OPTIONS",
            "CLASSPATH",
            "MAVEN_OPTS",
            "GRADLE_OPTS");

    /** The same, but everyday words in other letters than these. */
    private static final Set<String> RESERVED_IN_CAPITALS = Set.of(
            "HOME", "SHELL", "ENV", "TMPDIR", "LANG", "LANGUAGE", "TERM", "EDITOR", "VISUAL", "PAGER", "BROWSER");

    /** Python's variables have no underscore: {@code PYTHONPATH}, but not {@code PYTHON_VERSION}. */
    private static final Pattern RESERVED_BEGINNINGS = Pattern.compile(
            "(LD|DYLD|BASH|LC|ANSIBLE|GIT|NPM_CONFIG|GCONV|MALLOC|GLIBC|SSH_ASKPASS|SUDO|CLOUDLAB)_.*|SSH_ASKPASS|PYTHON[A-Z].*");

    private InputNames() {}

    /**
     * The variable through which a script sees the input.
     *
     * @throws Refused if a name is not legal or reserved
     */
    public static String variable(String name) {
        if (!SHAPE.matcher(name).matches()) {
            throw new Refused(
                    "bad-input-name",
                    shown(name)
                            + " cannot name an input: it must start with a letter and hold only letters, digits, dashes and underscores.");
        }
        String upper = name.toUpperCase(Locale.ROOT).replace('-', '_');
        if (RESERVED.contains(upper)
                || RESERVED_IN_CAPITALS.contains(name)
                || RESERVED_BEGINNINGS.matcher(upper).matches()) {
            throw new Refused(
                    "bad-input-name", shown(name) + " cannot name an input: shells and programs act on that name.");
        }
        return "INPUT_" + upper;
    }

    /** The name in quotes if it is harmless to show, else a description. */
    static String shown(String name) {
        return HARMLESS_TO_SHOW.matcher(name).matches() ? "'" + name + "'" : "A name with other characters";
    }
}
