package io.cloudlab.core.shared;

import java.net.IDN;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One e-mail address, trimmed and in lower case: the dot-atom form of RFC 5322 at a host name, at most 254 characters
 * (RFC 5321). Comments, quoted local parts, lists of addresses and line breaks are refused. A host name with letters of
 * other alphabets is kept as mail servers know it, {@code bücher.example} as {@code xn--bcher-kva.example} (RFC 3490).
 */
public record EmailAddress(String value) {
    private static final int MAX_LENGTH = 254;
    private static final String ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
    private static final String LABEL = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
    private static final Pattern SHAPE = Pattern.compile(ATOM + "(\\." + ATOM + ")*@" + LABEL + "(\\." + LABEL + ")*");

    public EmailAddress {
        value = withAsciiHost(value.strip());
        int at = value.indexOf('@');
        if (value.length() > MAX_LENGTH || at > 64 || !SHAPE.matcher(value).matches()) {
            throw new InvalidInput("email", "must be one e-mail address such as mira@example.org");
        }
        value = value.toLowerCase(Locale.ROOT); // last, since there are foreign letters whose lower case is ASCII
    }

    /** @return as it was given, if it is not a valid host name */
    private static String withAsciiHost(String address) {
        int host = address.lastIndexOf('@') + 1;
        if (host == 0 || address.length() > MAX_LENGTH || isAscii(address)) return address;
        return address.substring(0, host)
                + Stream.of(address.substring(host).split("\\.", -1))
                        .map(EmailAddress::asciiLabel)
                        .collect(Collectors.joining("."));
    }

    /** Refuses letters that IDNA maps to others or removes, so that the name can be shown as it was given. */
    private static String asciiLabel(String label) {
        if (isAscii(label)) return label;
        try {
            String ascii = IDN.toASCII(label, IDN.USE_STD3_ASCII_RULES);
            String shown = Normalizer.normalize(label, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
            return ascii.startsWith("xn--") && IDN.toUnicode(ascii).equals(shown) ? ascii : label;
        } catch (IllegalArgumentException e) {
            return label;
        }
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(each -> each < 0x80);
    }

    @Override
    public String toString() {
        return value;
    }
}
