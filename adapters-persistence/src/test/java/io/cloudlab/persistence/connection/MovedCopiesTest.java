package io.cloudlab.persistence.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.Stores;
import io.cloudlab.core.vault.SealedSecret;
import io.cloudlab.persistence.JdbiPersistence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database whose process was killed while chunks were being moved to the end of its file. */
class MovedCopiesTest {
    private static final int BLOCK = 4096;
    private static final int SECRETS = 50;
    private static final Pattern LIVE = Pattern.compile("\\bblock:([0-9a-f]+),len:([0-9a-f]+),.*livePages:[1-9a-f].*");

    @TempDir
    private Path directory;

    private Path file;
    private byte[] killed;

    /** Keeps the file as it is after the last commit. */
    @BeforeEach
    void kill() throws IOException {
        file = directory.resolve("cloudlab.mv.db");
        Path used = Files.createDirectory(directory.resolve("used"));
        try (Stores stores = JdbiPersistence.embedded(new EmbeddedDatabase(used, 1L << 30, Long.MAX_VALUE))) {
            for (int number = 0; number < SECRETS; number++) put(stores, number);
            killed = Files.readAllBytes(used.resolve("cloudlab.mv.db"));
        }
    }

    @Test
    void copiesAtTheEndAreCutOff() throws IOException {
        Files.write(file, killed);
        append(chunk(0));
        append(chunk(1));

        MovedCopies.cutOff(file);

        assertThat(Files.readAllBytes(file)).isEqualTo(killed);
    }

    @Test
    void copyWhoseOriginalIsGoneIsKept() throws IOException {
        Files.write(file, killed);
        byte[] chunk = chunk(0);
        append(chunk);
        byte[] all = Files.readAllBytes(file);
        int original = at(all, chunk);
        Arrays.fill(all, original, original + BLOCK, (byte) 0);
        Files.write(file, all);

        MovedCopies.cutOff(file);

        assertThat(Files.readAllBytes(file)).isEqualTo(all);
    }

    @Test
    void whatEndsWithAChunkOfItsOwnIsLeftAsItIs() throws IOException {
        Files.write(file, killed);
        MovedCopies.cutOff(file);
        assertThat(Files.readAllBytes(file)).isEqualTo(killed);

        Path none = directory.resolve("none.mv.db");
        MovedCopies.cutOff(none);
        assertThat(none).doesNotExist();
    }

    private static void put(Stores stores, int number) {
        stores.secrets().put("secret " + number, new SealedSecret(new byte[3000]));
    }

    private void append(byte[] chunk) throws IOException {
        Files.write(file, chunk, StandardOpenOption.APPEND);
    }

    /** One of the chunks that are needed, counted from the first. */
    private byte[] chunk(int index) throws IOException {
        Path copy = Files.write(directory.resolve("layout.mv.db"), killed);
        MVStore store =
                new MVStore.Builder().fileName(copy.toString()).readOnly().open();
        Map<String, String> layout = store.getLayoutMap();
        store.closeImmediately();
        Matcher place = layout.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("chunk."))
                .map(entry -> LIVE.matcher(entry.getValue()))
                .filter(Matcher::find)
                .skip(index)
                .findFirst()
                .orElseThrow();
        int start = Integer.parseInt(place.group(1), 16) * BLOCK;
        return Arrays.copyOfRange(killed, start, start + Integer.parseInt(place.group(2), 16) * BLOCK);
    }

    private static int at(byte[] all, byte[] chunk) {
        for (int start = 0; ; start += BLOCK)
            if (Arrays.equals(all, start, start + chunk.length, chunk, 0, chunk.length)) return start;
    }
}
