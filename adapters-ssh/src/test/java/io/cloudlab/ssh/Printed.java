package io.cloudlab.ssh;

import io.cloudlab.core.terminal.shell.ShellOutput;
import io.cloudlab.core.testing.Eventually;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Collects what a shell prints. */
final class Printed implements ShellOutput {
    record End(@Nullable Integer exitCode, boolean orderly) {}

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CompletableFuture<End> end = new CompletableFuture<>();

    @Override
    public synchronized void output(byte[] from, int at, int length) {
        bytes.write(from, at, length);
    }

    @Override
    public void ended(@Nullable Integer exitCode, boolean orderly) {
        if (!end.complete(new End(exitCode, orderly))) throw new AssertionError("it has ended before");
    }

    synchronized String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    synchronized int size() {
        return bytes.size();
    }

    void await(String text) {
        Eventually.until("the shell prints " + text, () -> text().contains(text));
    }

    End awaitEnd() {
        return end.orTimeout(30, TimeUnit.SECONDS).join();
    }

    boolean hasEnded() {
        return end.isDone();
    }
}
