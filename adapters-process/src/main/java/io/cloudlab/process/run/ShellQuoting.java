package io.cloudlab.process.run;

import java.util.List;
import java.util.regex.Pattern;

/** How a command is announced in the job's output: so that it could be pasted into a shell. */
final class ShellQuoting {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    private ShellQuoting() {}

    static String of(List<String> command) {
        StringBuilder line = new StringBuilder("$");
        for (String word : command) {
            line.append(' ').append(PLAIN.matcher(word).matches() ? word : quoted(word));
        }
        return line.toString();
    }

    private static String quoted(String word) {
        if (word.chars().noneMatch(c -> c < ' ' || c == 0x7f)) return "'" + word.replace("'", "'\\''") + "'";
        StringBuilder escaped = new StringBuilder("$'");
        for (char c : word.toCharArray()) {
            switch (c) {
                case '\n' -> escaped.append("\\n");
                case '\t' -> escaped.append("\\t");
                case '\r' -> escaped.append("\\r");
                case '\'', '\\' -> escaped.append('\\').append(c);
                default -> {
                    if (c < ' ' || c == 0x7f) escaped.append(String.format("\\x%02x", (int) c));
                    else escaped.append(c);
                }
            }
        }
        return escaped.append('\'').toString();
    }
}
