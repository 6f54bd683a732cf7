package io.cloudlab.app.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The real jar in a process of its own, on any free port. */
public final class RunningServer implements AutoCloseable {
    private static final String READY = "CloudLab Manager is ready at ";

    private final Process process;
    private final URI address;
    private final Path errors;

    private RunningServer(Process process, URI address, Path errors) {
        this.process = process;
        this.address = address;
        this.errors = errors;
    }

    /** How to start one. */
    public static final class Builder {
        private final Path data;
        private final Path lab;
        private final List<String> jvmFlags = new ArrayList<>();
        private final List<String> flags = new ArrayList<>();
        private final Map<String, String> environment = new HashMap<>();
        private int port;
        private boolean quick = true;
        private boolean bare;

        private Builder(Path data, Path lab) {
            this.data = data;
            this.lab = lab;
        }

        public Builder jvm(String... more) {
            jvmFlags.addAll(List.of(more));
            return this;
        }

        /** Without what has the servers of tests start quickly: where it is the server's own speed that counts. */
        public Builder asShipped() {
            quick = false;
            return this;
        }

        public Builder flags(String... more) {
            flags.addAll(List.of(more));
            return this;
        }

        public Builder port(int given) {
            port = given;
            return this;
        }

        public Builder with(String variable, String value) {
            environment.put(variable, value);
            return this;
        }

        /** With no variable of this process's but PATH, as cron or a container start it. */
        public Builder bare() {
            bare = true;
            return this;
        }

        /** Starts it and returns its process, which may well refuse to run. Its output goes to the two files. */
        public Process launch(Path output, Path errors) throws IOException {
            List<String> command = new ArrayList<>();
            command.add(java());
            if (quick) command.addAll(QuickStart.flags());
            command.addAll(jvmFlags);
            command.addAll(List.of(
                    "-jar",
                    jar().toString(),
                    "serve",
                    "--port",
                    String.valueOf(port),
                    "--data",
                    data.toString(),
                    "--lab",
                    lab.toString()));
            command.addAll(flags);
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment()
                    .keySet()
                    .removeIf(name -> name.startsWith("CLOUDLAB_") || bare && !name.equals("PATH"));
            builder.environment().put("CLOUDLAB_MIN_FREE_DISK", "0");
            builder.environment().putAll(environment);
            return builder.redirectOutput(output.toFile())
                    .redirectError(errors.toFile())
                    .start();
        }

        /** Starts it and waits for it to be ready. */
        public RunningServer start() throws IOException {
            Path output = Files.createTempFile("cloudlab", ".out");
            Path errors = Files.createTempFile("cloudlab", ".err");
            output.toFile().deleteOnExit();
            errors.toFile().deleteOnExit();
            Process process = launch(output, errors);
            return new RunningServer(process, awaitReady(process, output, errors), errors);
        }
    }

    public static Builder on(Path data, Path lab) {
        return new Builder(data, lab);
    }

    /** The beginning of a command line that runs the jar for a moment. */
    public static List<String> command(String subcommand) {
        List<String> command = new ArrayList<>(List.of(java()));
        command.addAll(QuickStart.flags());
        command.addAll(List.of("-jar", jar().toString(), subcommand));
        return command;
    }

    private static String java() {
        return ProcessHandle.current().info().command().orElse("java");
    }

    static Path jar() {
        Path jar = Path.of("target", "cloudlab.jar").toAbsolutePath();
        if (!Files.isRegularFile(jar)) throw new IllegalStateException(jar + " has not been built");
        return jar;
    }

    private static URI awaitReady(Process process, Path output, Path errors) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (System.nanoTime() < deadline) {
            boolean alive = !ended(process);
            try (BufferedReader lines = Files.newBufferedReader(output)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith(READY)) return URI.create(line.substring(READY.length()));
                }
            }
            if (!alive) throw new IllegalStateException("the server ended: " + Files.readString(errors));
        }
        process.destroyForcibly();
        throw new IllegalStateException("the server did not become ready: " + Files.readString(errors));
    }

    /** Whether it has ended, or does so within a moment. */
    private static boolean ended(Process process) {
        try {
            return process.waitFor(5, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public URI address() {
        return address;
    }

    public Process process() {
        return process;
    }

    /** What it has written to its log so far. */
    public String log() throws IOException {
        return Files.readString(errors);
    }

    /** Ends it at once, as a crash would. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Ends it as an operator would; true if it ended within the time. */
    public boolean terminate(int seconds) throws InterruptedException {
        process.destroy();
        return process.waitFor(seconds, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        try {
            if (!terminate(60)) kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
