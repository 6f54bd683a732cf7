package io.cloudlab.core.vault;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * Masks known secrets in output, byte for byte with {@code *}, so that lengths and offsets stay as they are. Besides the
 * secret itself, the forms in which programs print it are masked: see {@link SecretForms}. Immutable, thread-safe.
 */
public final class Redactor {
    /** Masks nothing. */
    public static final Redactor NONE = new Redactor(List.of());

    private static final byte MASK = '*';

    private final byte[][] forms;
    private final byte[][][] byFirstByte = new byte[256][][];
    private final int longest;

    private Redactor(Collection<byte[]> forms) {
        this.forms = forms.toArray(byte[][]::new);
        this.longest = forms.stream().mapToInt(form -> form.length).max().orElse(0);
        for (byte[] form : this.forms) {
            int first = form[0] & 0xff;
            byte[][] known = byFirstByte[first];
            if (known == null) known = new byte[0][];
            byFirstByte[first] = Arrays.copyOf(known, known.length + 1);
            byFirstByte[first][known.length] = form;
        }
    }

    /** Empty texts among the secrets are left out. */
    public static Redactor of(Collection<String> secrets) {
        List<byte[]> forms = secrets.stream()
                .flatMap(secret -> SecretForms.of(secret).stream())
                .distinct()
                .map(form -> form.getBytes(StandardCharsets.UTF_8))
                .toList();
        return forms.isEmpty() ? NONE : new Redactor(forms);
    }

    public boolean masksNothing() {
        return forms.length == 0;
    }

    /** The length in bytes of the longest thing it masks; 0 if it masks nothing. */
    public int longest() {
        return longest;
    }

    /** The text with every secret in it masked. */
    public String masked(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        mask(bytes, 0, bytes.length);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /**
     * Masks what begins and ends inside the range. Whoever reads a part of something longer must hand over
     * {@code longest() - 1} bytes more on either side, so that nothing is cut.
     */
    public void mask(byte[] bytes, int from, int to) {
        if (masksNothing()) return;
        int maskedTo = from;
        for (int at = from; at < to; at++) {
            byte[][] candidates = byFirstByte[bytes[at] & 0xff];
            if (candidates != null) maskedTo = Math.max(maskedTo, at + longestMatch(candidates, bytes, at, to));
            if (at < maskedTo) bytes[at] = MASK; // what begins further on no longer needs this byte
        }
    }

    /**
     * How many bytes at the end of the range may be the beginning of a secret that is not complete yet, and so must not
     * be shown before more is known.
     */
    public int unsettled(byte[] bytes, int from, int to) {
        if (masksNothing()) return 0;
        for (int at = Math.max(from, to - longest + 1); at < to; at++) {
            byte[][] candidates = byFirstByte[bytes[at] & 0xff];
            if (candidates == null) continue;
            int length = to - at;
            for (byte[] form : candidates) {
                if (form.length > length && Arrays.equals(form, 0, length, bytes, at, to)) return length;
            }
        }
        return 0;
    }

    private static int longestMatch(byte[][] candidates, byte[] bytes, int at, int to) {
        int longest = 0;
        for (byte[] form : candidates) {
            int end = at + form.length;
            if (form.length > longest && end <= to && Arrays.equals(form, 0, form.length, bytes, at, end))
                longest = form.length;
        }
        return longest;
    }
}
