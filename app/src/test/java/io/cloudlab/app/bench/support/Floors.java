package io.cloudlab.app.bench.support;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** What the same work takes without a server. */
public final class Floors {
    private static final int CHUNK = 1 << 16;

    private Floors() {}

    /** {@code bash script | cat >/dev/null}. */
    public static long piped(Path script) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Process process = new ProcessBuilder("bash", "-c", "bash \"$0\" | cat >/dev/null", script.toString()).start();
        if (process.waitFor() != 0) throw new IOException("the pipe failed");
        return Sample.nanosSince(start);
    }

    /** {@code bash script >file}, a new file in the directory: what a job's output costs before anybody reads it. */
    public static long stored(Path script, Path directory) throws IOException, InterruptedException {
        Path file = Files.createTempFile(directory, "stored", "");
        long start = System.nanoTime();
        Process process = new ProcessBuilder("bash", script.toString())
                .redirectOutput(file.toFile())
                .start();
        if (process.waitFor() != 0) throw new IOException("the script failed");
        return Sample.nanosSince(start);
    }

    /** From starting bare {@code bash} to the first line of the script. */
    public static long firstLine(Path script) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Process process = new ProcessBuilder("bash", script.toString()).start();
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            if (output.readLine() == null) throw new IOException("the script printed nothing");
            long nanos = Sample.nanosSince(start);
            process.waitFor();
            return nanos;
        }
    }

    /** So many bytes from one socket to another on this machine. */
    public static long loopback(long bytes) throws IOException, InterruptedException, ExecutionException {
        try (ServerSocketChannel server =
                        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                SocketChannel reader = SocketChannel.open(server.getLocalAddress());
                SocketChannel writer = server.accept()) {
            long start = System.nanoTime();
            CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> write(writer, bytes));
            ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK);
            for (long left = bytes; left > 0; ) {
                buffer.clear();
                left -= reader.read(buffer);
            }
            long nanos = Sample.nanosSince(start);
            writing.get();
            return nanos;
        }
    }

    private static void write(SocketChannel writer, long bytes) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK);
        try {
            for (long left = bytes; left > 0; ) {
                buffer.clear().limit((int) Math.min(CHUNK, left));
                left -= writer.write(buffer);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
