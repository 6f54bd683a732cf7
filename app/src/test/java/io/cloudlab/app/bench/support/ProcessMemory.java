package io.cloudlab.app.bench.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the kernel and the garbage collector's log tell about the memory of a server. */
public final class ProcessMemory {
    private static final Pattern COLLECTION = Pattern.compile(" (\\d+)M->(\\d+)M\\((\\d+)M\\)");

    private ProcessMemory() {}

    /** Resident memory in MB: {@code VmRSS} for now, {@code VmHWM} for the most it ever was. */
    public static long resident(Process process, String field) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status"))) {
            if (line.startsWith(field + ":")) return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
        }
        throw new IOException("no " + field);
    }

    /** The most that was in use before a collection, and after one, in MB. */
    public record Heap(long before, long after) {}

    /** From a log written with {@code -Xlog:gc}. */
    public static Heap heap(Path log) throws IOException {
        long before = 0;
        long after = 0;
        for (String line : Files.readAllLines(log)) {
            Matcher collection = COLLECTION.matcher(line);
            if (!collection.find()) continue;
            before = Math.max(before, Long.parseLong(collection.group(1)));
            after = Math.max(after, Long.parseLong(collection.group(2)));
        }
        return new Heap(before, after);
    }
}
