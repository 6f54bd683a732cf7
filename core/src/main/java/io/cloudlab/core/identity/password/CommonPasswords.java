package io.cloudlab.core.identity.password;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The list of common passwords, which attackers try first; only those that satisfy the length rule. */
final class CommonPasswords {
    private static final Set<String> LIST = load();

    private CommonPasswords() {}

    /** Compared without regard to case. */
    static boolean contain(char[] password) {
        return LIST.contains(CharBuffer.wrap(password).toString().toLowerCase(Locale.ROOT));
    }

    private static Set<String> load() {
        try (InputStream list = CommonPasswords.class.getResourceAsStream("common-passwords.txt")) {
            if (list == null) throw new IllegalStateException("the list of common passwords is missing");
            return new BufferedReader(new InputStreamReader(list, StandardCharsets.UTF_8))
                    .lines()
                    .flatMap(line -> Arrays.stream(line.split(" ")))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
