package io.cloudlab.http.body;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** The {@code Content-Disposition} header of a download (RFC 6266). */
public final class ContentDisposition {
    /** Characters that every reader takes for themselves between quotation marks. */
    private static final Pattern UNSAFE = Pattern.compile("[^\\x20-\\x7e]|[\"\\\\%]");

    /** The characters of RFC 8187 that need no encoding. */
    private static final String PLAIN = "!#$&+-.^_`|~";

    private ContentDisposition() {}

    public static String attachment(String fileName) {
        String ascii = UNSAFE.matcher(fileName).replaceAll("_");
        String header = "attachment; filename=\"" + ascii + "\"";
        return ascii.equals(fileName) ? header : header + "; filename*=UTF-8''" + encoded(fileName);
    }

    private static String encoded(String text) {
        StringBuilder out = new StringBuilder();
        for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = one >= '0' && one <= '9'
                    || one >= 'A' && one <= 'Z'
                    || one >= 'a' && one <= 'z'
                    || PLAIN.indexOf(one) >= 0;
            if (plain) out.append((char) one);
            else out.append('%').append(String.format("%02X", one & 0xff));
        }
        return out.toString();
    }
}
