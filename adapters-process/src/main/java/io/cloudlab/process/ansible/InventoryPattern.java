package io.cloudlab.process.ansible;

import io.cloudlab.process.yaml.YamlValue;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How an Ansible inventory names hosts: a name, perhaps with ranges, {@code web[01:20]} or {@code db-[a:f]}, and a port. A
 * range is not written out, however large it is.
 */
record InventoryPattern(String hosts, Optional<YamlValue> port) {
    private static final Pattern PORT =
            Pattern.compile("(?<host>[^:]+|.*\\[[^:]+:[^\\]]+\\][^:]*|\\[[0-9A-Fa-f:.]+\\]):(?<port>\\d{1,5})");
    private static final Pattern RANGE = Pattern.compile("\\[(\\w*):(\\w+)(?::(\\d{1,9}))?\\]");
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final int MAX_DIGITS = 9;
    private static final int MAX_RANGES = 8;

    static InventoryPattern of(String written) {
        Matcher matcher = PORT.matcher(written);
        if (!matcher.matches()) return new InventoryPattern(written, Optional.empty());
        String digits = matcher.group("port");
        YamlValue port = new YamlValue.Scalar(Long.valueOf(digits), digits, 1, 1);
        return new InventoryPattern(matcher.group("host"), Optional.of(port));
    }

    boolean names(String host) {
        return fits(hosts, host, MAX_RANGES);
    }

    private static boolean fits(String pattern, String host, int ranges) {
        Matcher range = RANGE.matcher(pattern);
        if (ranges == 0 || !range.find()) return pattern.equals(host);
        String before = pattern.substring(0, range.start());
        if (!host.startsWith(before)) return false;
        String rest = host.substring(before.length());
        String after = pattern.substring(range.end());
        for (int length = 1; length <= Math.min(rest.length(), MAX_DIGITS); length++) {
            if (isIn(range, rest.substring(0, length)) && fits(after, rest.substring(length), ranges - 1)) return true;
        }
        return false;
    }

    private static boolean isIn(Matcher range, String value) {
        String first = range.group(1).isEmpty() ? "0" : range.group(1);
        String last = range.group(2);
        int step = range.group(3) == null ? 1 : Integer.parseInt(range.group(3));
        if (step == 0) return false;
        if (isNumber(first) && isNumber(last)) {
            if (!isNumber(value)) return false;
            boolean padded = first.length() > 1 && first.startsWith("0");
            int number = Integer.parseInt(value);
            int from = Integer.parseInt(first);
            String written = padded ? String.format("%0" + first.length() + "d", number) : String.valueOf(number);
            return value.equals(written) && isStep(number - from, Integer.parseInt(last) - from, step);
        }
        if (first.length() != 1 || last.length() != 1 || value.length() != 1) return false;
        int from = LETTERS.indexOf(first);
        int to = LETTERS.indexOf(last);
        int at = LETTERS.indexOf(value);
        return from >= 0 && to >= 0 && at >= 0 && isStep(at - from, to - from, step);
    }

    private static boolean isStep(int distance, int longest, int step) {
        return distance >= 0 && distance <= longest && distance % step == 0;
    }

    private static boolean isNumber(String text) {
        return text.length() <= MAX_DIGITS && text.chars().allMatch(each -> each >= '0' && each <= '9');
    }
}
