package io.cloudlab.core.vault;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * Looks for private keys in a content that comes in pieces: anything with the header of PEM (PKCS#1, PKCS#8, SEC 1,
 * OpenSSH, PGP, SSH2) and PuTTY's form, anywhere in the content. For one thread.
 */
public final class PrivateKeys {
    private static final byte[] BEGIN = "BEGIN ".getBytes(ISO_8859_1);
    private static final byte[] PEM = "PRIVATE KEY".getBytes(ISO_8859_1);
    private static final byte[] PUTTY = "PuTTY-User-Key-File-".getBytes(ISO_8859_1);

    /** The longest kind that stands between {@code BEGIN} and {@code PRIVATE KEY}, with room to spare. */
    private static final int MAX_KIND_LENGTH = 40;

    private static final int CARRIED = BEGIN.length + MAX_KIND_LENGTH + PEM.length;
    private static final MultiPatternSearch WORDS = new MultiPatternSearch(PEM, PUTTY);

    /** The end of what came so far, with room for the beginning of the next piece. */
    private final byte[] seam = new byte[2 * CARRIED];

    private int carried;
    private boolean found;

    /** Whether the content holds one. */
    public static boolean in(byte[] content) {
        PrivateKeys keys = new PrivateKeys();
        keys.look(content, 0, content.length);
        return keys.found();
    }

    /** Looks at the next piece. */
    public void look(byte[] bytes, int from, int length) {
        if (found) return;
        int joined = Math.min(length, CARRIED);
        System.arraycopy(bytes, from, seam, carried, joined);
        int end = carried + joined;
        found = holds(seam, 0, end) || holds(bytes, from, from + length);
        carried = Math.min(CARRIED, carried + length);
        if (length < CARRIED) System.arraycopy(seam, end - carried, seam, 0, carried);
        else System.arraycopy(bytes, from + length - carried, seam, 0, carried);
    }

    /** Whether one was found so far. */
    public boolean found() {
        return found;
    }

    private static boolean holds(byte[] bytes, int from, int to) {
        for (int at = WORDS.find(bytes, from, to); at >= 0; at = WORDS.find(bytes, at + 1, to)) {
            if (MultiPatternSearch.standsAt(bytes, at, to, PUTTY) || begins(bytes, from, at)) return true;
        }
        return false;
    }

    /** Whether {@code BEGIN} stands before it, in the same line. */
    private static boolean begins(byte[] bytes, int from, int word) {
        int farthest = Math.max(from, word - MAX_KIND_LENGTH - BEGIN.length);
        for (int at = word - 1; at >= farthest && bytes[at] != '\n'; at--) {
            if (MultiPatternSearch.standsAt(bytes, at, word, BEGIN)) return true;
        }
        return false;
    }
}
