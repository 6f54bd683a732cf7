package io.cloudlab.app.e2e.durability;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** What the server has acknowledged, one line each, in a file that only grows. Thread-safe. */
final class DurabilityLedger implements AutoCloseable {
    private final Path path;
    private final FileChannel file;

    DurabilityLedger(Path path) throws IOException {
        this.path = path;
        this.file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    void user(String username) {
        write("user " + username);
    }

    void signIn(String username) {
        write("login " + username);
    }

    void refusedSignIn(String username) {
        write("login.failed " + username);
    }

    void job(String id, DurabilityTask task) {
        write("job " + id + " " + task.service());
    }

    void cancel(String id) {
        write("cancel " + id);
    }

    /** The words after {@code kind} of every such line, in order. */
    List<String> all(String kind) {
        try (var lines = Files.lines(path)) {
            return lines.filter(line -> line.startsWith(kind + " "))
                    .map(line -> line.substring(kind.length() + 1))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized void write(String line) {
        try {
            file.write(StandardCharsets.UTF_8.encode(line + "\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
