package io.cloudlab.app.bench.support;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A PostgreSQL server of the distribution in a temporary directory, with its usual settings. */
public final class TemporaryPostgres implements AutoCloseable {
    private static final Path VERSIONS = Path.of("/usr/lib/postgresql");

    private final Path programs;
    private final String directory;
    private final int port;

    private TemporaryPostgres(Path programs, String directory, int port) {
        this.programs = programs;
        this.directory = directory;
        this.port = port;
    }

    /** Where the distribution keeps the newest version's programs, if it is installed. */
    public static Optional<Path> programs() throws IOException {
        if (!Files.isDirectory(VERSIONS)) return Optional.empty();
        try (Stream<Path> versions = Files.list(VERSIONS)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .max(Comparator.naturalOrder());
        }
    }

    public static TemporaryPostgres start(Path programs) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        String directory = run("mktemp", "-d", "/tmp/cloudlab-postgres.XXXXXX").strip();
        TemporaryPostgres postgres = new TemporaryPostgres(programs, directory, port);
        postgres.program("initdb", "-D", directory + "/data", "-U", "cloudlab", "-A", "trust", "-E", "UTF8");
        postgres.program(
                "pg_ctl",
                "-w",
                "-D",
                directory + "/data",
                "-l",
                directory + "/log",
                "-o",
                "-p " + port + " -k " + directory + " -c listen_addresses=127.0.0.1",
                "start");
        return postgres;
    }

    /** The administrator is {@code cloudlab}, without a password. */
    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    /** What the database does by itself within a minute or so after many rows have been added. */
    public void vacuum() throws IOException {
        program(
                "vacuumdb",
                "-q",
                "--analyze",
                "-h",
                "127.0.0.1",
                "-p",
                String.valueOf(port),
                "-U",
                "cloudlab",
                "postgres");
    }

    private void program(String name, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(programs.resolve(name).toString()));
        command.addAll(List.of(arguments));
        run(command.toArray(String[]::new));
    }

    /** PostgreSQL refuses to run as root. */
    private static String run(String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) command.addAll(List.of("runuser", "-u", "postgres", "--"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .directory(Path.of("/tmp").toFile())
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) throw new IOException(command + " failed: " + output);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        return output;
    }

    @Override
    public void close() throws IOException {
        program("pg_ctl", "-w", "-m", "immediate", "-D", directory + "/data", "stop");
        run("rm", "-rf", directory);
    }
}
