package io.cloudlab.process.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.IntConsumer;
import org.apache.commons.exec.CommandLine;
import org.apache.commons.exec.DefaultExecutor;
import org.apache.commons.exec.ExecuteException;
import org.apache.commons.exec.ExecuteResultHandler;
import org.apache.commons.exec.ExecuteStreamHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts programs from argument lists; nothing stays connected to their input and output. */
final class ProcessStarter {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessStarter.class);

    private ProcessStarter() {}

    /**
     * Returns once the program has been started.
     *
     * @param input what it finds in its standard input, a pipe
     * @param onExit told its exit code on a thread of its own
     * @throws IOException if it cannot be started
     */
    static void start(
            List<String> command, Map<String, String> environment, Path directory, byte[] input, IntConsumer onExit)
            throws IOException {
        CompletableFuture<Void> started = new CompletableFuture<>();
        DefaultExecutor executor = executor(directory, new Unconnected(input, started));
        executor.execute(line(command), environment, new ExecuteResultHandler() {
            @Override
            public void onProcessComplete(int code) {
                onExit.accept(code);
            }

            @Override
            public void onProcessFailed(ExecuteException failure) {
                Throwable cause = failure.getCause() == null ? failure : failure.getCause();
                if (!started.completeExceptionally(cause)) onExit.accept(failure.getExitValue());
            }
        });
        try {
            started.get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for the program's end. @return its exit code */
    static int run(List<String> command, Map<String, String> environment, Path directory) throws IOException {
        DefaultExecutor executor = executor(directory, new Unconnected(new byte[0], new CompletableFuture<>()));
        executor.setExitValues(null); // any exit code
        return executor.execute(line(command), environment);
    }

    private static DefaultExecutor executor(Path directory, ExecuteStreamHandler streams) {
        return DefaultExecutor.builder()
                .setExecuteStreamHandler(streams)
                .setWorkingDirectory(directory)
                .setThreadFactory(work -> {
                    Thread thread = new Thread(null, work, "cloudlab-wrapper", 128 * 1024);
                    thread.setDaemon(true);
                    return thread;
                })
                .get();
    }

    private static CommandLine line(List<String> command) {
        CommandLine line = new CommandLine(command.get(0));
        command.stream().skip(1).forEach(word -> line.addArgument(word, false));
        return line;
    }

    /** Writes the input and closes the pipes; completes its future when the process exists. */
    private record Unconnected(byte[] text, CompletableFuture<Void> started) implements ExecuteStreamHandler {
        @Override
        public void setProcessInputStream(OutputStream input) {
            try (input) {
                input.write(text);
            } catch (IOException e) {
                LOG.debug("A program ended before it had read its input.", e);
            }
        }

        @Override
        public void setProcessOutputStream(InputStream output) throws IOException {
            output.close();
        }

        @Override
        public void setProcessErrorStream(InputStream errors) throws IOException {
            errors.close();
        }

        @Override
        public void start() {
            started.complete(null);
        }

        @Override
        public void stop() {
            // nothing was opened
        }
    }
}
