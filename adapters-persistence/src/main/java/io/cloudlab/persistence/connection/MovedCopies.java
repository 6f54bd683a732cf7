package io.cloudlab.persistence.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.h2.mvstore.MVStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts off what an interrupted move of chunks has left at the end of a database file: copies of chunks that still stand
 * where the file says. H2 2.4.240 would use such a copy and write over the original, but not note the new place, so that
 * the file would be damaged once it is closed in order.
 */
final class MovedCopies {
    private static final Logger LOG = LoggerFactory.getLogger(MovedCopies.class);

    private static final int BLOCK = 4096;
    private static final int FOOTER = 128;
    private static final int HEADERS = 2;

    /** A chunk begins and ends with its number in hexadecimal digits; the footer tells its length in blocks, too. */
    private static final Pattern TEXT = Pattern.compile("chunk:([0-9a-f]+),.*?\\blen:([0-9a-f]+),.*", Pattern.DOTALL);

    private static final Pattern PLACE = Pattern.compile("\\bblock:([0-9a-f]+)");

    private MovedCopies() {}

    /** Does so if the file was not closed in order; to be called while it is not open. It is left as it is on any doubt. */
    static void cutOff(Path file) {
        try {
            if (!Files.isRegularFile(file) || isClean(file)) return;
            Map<String, String> places = places(file);
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                for (long copy = lastCopy(channel, places); copy > 0; copy = lastCopy(channel, places))
                    channel.truncate(copy * BLOCK);
            }
        } catch (IOException | RuntimeException e) {
            LOG.debug("Copies at the end of the database file were not looked for", e);
        }
    }

    private static boolean isClean(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            return text(channel, 0, BLOCK).contains(",clean:1,");
        }
    }

    /** What the newest whole version says about each of its chunks. */
    private static Map<String, String> places(Path file) {
        MVStore store =
                new MVStore.Builder().fileName(file.toString()).readOnly().open();
        try {
            return store.getLayoutMap();
        } finally {
            store.closeImmediately();
        }
    }

    /** The block at which the last chunk of the file begins, if that is a copy, or 0. */
    private static long lastCopy(FileChannel channel, Map<String, String> places) throws IOException {
        for (long end = channel.size() / BLOCK; end > HEADERS; end--) {
            Matcher footer = TEXT.matcher(text(channel, end * BLOCK - FOOTER, FOOTER));
            if (!footer.matches()) continue;
            String id = footer.group(1);
            long start = end - Long.parseLong(footer.group(2), 16);
            if (start < HEADERS || !isAt(channel, start, id)) continue;
            Matcher place = PLACE.matcher(places.getOrDefault("chunk." + id, ""));
            if (!place.find()) return 0;
            long original = Long.parseLong(place.group(1), 16);
            return original < start && isAt(channel, original, id) ? start : 0;
        }
        return 0;
    }

    private static boolean isAt(FileChannel channel, long block, String id) throws IOException {
        return text(channel, block * BLOCK, FOOTER).startsWith("chunk:" + id + ",");
    }

    private static String text(FileChannel channel, long position, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining() && channel.read(buffer, position + buffer.position()) > 0) {}
        return StandardCharsets.ISO_8859_1.decode(buffer.flip()).toString();
    }
}
