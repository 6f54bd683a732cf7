package io.cloudlab.core.services.secret;

import io.cloudlab.core.shared.InvalidInput;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a dotenv text: lines of {@code NAME=value}, with or without {@code export}, comments after {@code #}, values in
 * single quotes as they are, in double quotes with {@code \n}, {@code \r}, {@code \t}, {@code \"}, {@code \\} and
 * {@code \$}, both also over several lines. Nothing is expanded: a dollar sign is one.
 *
 * @see <a href="https://www.npmjs.com/package/dotenv">dotenv</a>
 */
final class DotEnv {
    private static final Pattern LINE = Pattern.compile(
            "\\s*+(?:export\\s++)?([A-Za-z_][A-Za-z0-9_]*+)[ \\t]*+=[ \\t]*+"
                    + "(?:(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|'([^']*+)')[ \\t]*+(?:(?<=[ \\t])#[^\\n]*+)?|(|[^\"'\\n#][^\\n]*+))"
                    + "(?:\\n|$)",
            Pattern.DOTALL);

    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final Pattern LINE_END = Pattern.compile("\\r\\n?");
    private static final Pattern COMMENT = Pattern.compile("(?<=[ \\t])#");
    private static final Pattern BLANK = Pattern.compile("[ \\t]*+(?:#[^\\n]*)?(?:\\n|$)");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(.)", Pattern.DOTALL);

    private DotEnv() {}

    /**
     * Values by name, in order; of a name that stands there twice the last.
     *
     * @throws InvalidInput naming the line that cannot be read
     */
    static Map<String, String> read(String text) {
        String lines = LINE_END.matcher(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text)
                .replaceAll("\n");
        Map<String, String> values = new LinkedHashMap<>();
        Matcher blank = BLANK.matcher(lines);
        Matcher line = LINE.matcher(lines);
        int at = 0;
        while (at < lines.length()) {
            if (blank.region(at, lines.length()).lookingAt()) {
                at = blank.end();
            } else if (line.region(at, lines.length()).lookingAt()) {
                values.put(line.group(1), value(line));
                at = line.end();
            } else {
                long number = 1
                        + lines.substring(0, at)
                                .chars()
                                .filter(each -> each == '\n')
                                .count();
                throw new InvalidInput("dotenv", "cannot be read at line " + number + ": it must be NAME=value");
            }
        }
        return values;
    }

    private static String value(Matcher line) {
        if (line.group(2) != null)
            return ESCAPE.matcher(line.group(2)).replaceAll(found -> switch (found.group(1)) {
                case "n" -> "\n";
                case "r" -> "\r";
                case "t" -> "\t";
                case "\"", "\\", "$" -> Matcher.quoteReplacement(found.group(1));
                default -> Matcher.quoteReplacement(found.group());
            });
        if (line.group(3) != null) return line.group(3);
        return COMMENT.split(line.group(4), 2)[0].stripTrailing();
    }
}
