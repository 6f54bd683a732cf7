package io.cloudlab.core.shared;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;

/** Converts texts to and from the strict UTF-8 of files. */
public final class Utf8Text {
    private Utf8Text() {}

    /** What a text holds that no program can be handed in a variable or as a word; nothing if one can be. */
    public static Optional<String> flaw(String text) {
        if (text.indexOf('\0') >= 0) return Optional.of("a NUL character");
        boolean half = text.codePoints().anyMatch(each -> Character.getType(each) == Character.SURROGATE);
        return half ? Optional.of("half a character") : Optional.empty();
    }

    /** @throws InvalidInput if it holds half a character */
    public static byte[] encoded(String text) {
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            return Arrays.copyOf(bytes.array(), bytes.limit());
        } catch (CharacterCodingException e) {
            throw new InvalidInput("content", "must be text that can be written as UTF-8");
        }
    }

    /** @throws Refused if it is something else */
    public static String decoded(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Refused("not-text", "The file is not text in UTF-8.");
        }
    }

    /** @throws TooLarge if there is more than {@code max} bytes */
    public static byte[] read(InputStream content, int max) {
        try (content) {
            byte[] bytes = content.readNBytes(max + 1);
            if (bytes.length > max) {
                throw new TooLarge("file-too-large", "The file is larger than the " + max + " bytes allowed here.");
            }
            return bytes;
        } catch (IOException e) {
            throw new Unavailable("file-unreadable", "The file cannot be read now.", e);
        }
    }

    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
