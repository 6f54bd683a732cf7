package io.cloudlab.core.identity;

import io.cloudlab.core.shared.InvalidInput;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One e-mail address, trimmed and in lower case: the dot-atom form of RFC 5322 at a host name, at most 254 characters
 * (RFC 5321). Comments, quoted local parts, lists of addresses and line breaks are refused.
 */
public record EmailAddress(String value) {
    private static final String ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
    private static final String LABEL = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
    private static final Pattern SHAPE = Pattern.compile(ATOM + "(\\." + ATOM + ")*@" + LABEL + "(\\." + LABEL + ")*");

    public EmailAddress {
        value = value.strip();
        int at = value.indexOf('@');
        if (value.length() > 254 || at > 64 || !SHAPE.matcher(value).matches()) {
            throw new InvalidInput("email", "must be one e-mail address such as mira@example.org");
        }
        value = value.toLowerCase(Locale.ROOT); // last, since there are foreign letters whose lower case is ASCII
    }

    @Override
    public String toString() {
        return value;
    }
}
