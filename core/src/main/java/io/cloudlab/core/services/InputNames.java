package io.cloudlab.core.services;

import io.cloudlab.core.shared.Refused;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Which names inputs may have, and the environment variables they become. */
public final class InputNames {
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,63}");
    private static final Pattern HARMLESS_TO_SHOW = Pattern.compile("[A-Za-z0-9_.%()-]{1,64}");

    /** Names that loaders, shells, interpreters and tools act on: as they are, or as the beginning of a name. */
    private static final Set<String> RESERVED = Set.of(
            "PATH",
            "HOME",
            "SHELL",
            "ENV",
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
            "TMPDIR",
            "LANG",
            "LANGUAGE",
            "LOCPATH",
            "NLSPATH",
            "TERMINFO",
            "TERMCAP",
            "TERM",
            "CLASSPATH",
            "EDITOR",
            "VISUAL",
            "PAGER",
            "BROWSER",
            "LESSOPEN",
            "LESSCLOSE",
            "MANPAGER",
            "HOSTALIASES",
            "RES_OPTIONS",
            "LOCALDOMAIN",
            "MAVEN_OPTS",
            "GRADLE_OPTS",
            "HTTP_PROXY",
            "HTTPS_PROXY",
            "ALL_PROXY",
            "NO_PROXY");

    private static final List<String> RESERVED_BEGINNINGS = List.of(
            "LD_",
            "DYLD_",
            "BASH_",
            "LC_",
            "PYTHON",
            "PERL",
            "RUBY",
            "NODE_",
            "NPM_",
            "JAVA_",
            "JDK_",
            "ANSIBLE_",
            "GIT_",
            "GCONV_",
            "MALLOC_",
            "GLIBC_",
            "SSH_AUTH",
            "SSH_ASKPASS",
            "SUDO_",
            "CLOUDLAB_");

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
        if (RESERVED.contains(upper) || RESERVED_BEGINNINGS.stream().anyMatch(upper::startsWith)) {
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
