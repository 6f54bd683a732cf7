package io.cloudlab.app.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.app.bench.support.BenchServer;
import io.cloudlab.app.bench.support.Figures;
import io.cloudlab.app.bench.support.ProcessMemory;
import io.cloudlab.app.bench.support.Sample;
import io.cloudlab.app.e2e.TestLab;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 100 MiB in and out of a server with 128 MB of heap, beside curl and a static file server on the same machine. */
class TransferBench {
    private static final int MEBIBYTES = 100;
    private static final int WARM_UPS = 3;
    private static final int RUNS = 7;
    private static final double HALF_THE_SPEED = 2;
    private static final String INPUTS = "/api/services/wiki/files/inputs";

    private static Path directory;
    private static Path inputs;
    private static Path large;
    private static BenchServer server;
    private static Process files;
    private static String filesAddress;

    @BeforeAll
    static void start(@TempDir Path temporary) throws Exception {
        directory = temporary;
        TestLab lab = TestLab.in(directory.resolve("lab")).service("wiki", "true");
        inputs = Files.createDirectories(lab.path().resolve("services/wiki/inputs"));
        large = inputs.resolve("large");
        try (FileChannel out =
                FileChannel.open(large, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))) {
            Random random = new Random(1);
            byte[] piece = new byte[1 << 20];
            for (int i = 0; i < MEBIBYTES; i++) {
                random.nextBytes(piece);
                out.write(java.nio.ByteBuffer.wrap(piece));
            }
        }
        server = BenchServer.start(directory, lab, "-Xmx128m");
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        files = new ProcessBuilder(
                        "python3",
                        "-m",
                        "http.server",
                        String.valueOf(port),
                        "--bind",
                        "127.0.0.1",
                        "--directory",
                        inputs.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        filesAddress = "http://127.0.0.1:" + port + "/large";
        curl(List.of("--retry", "50", "--retry-connrefused", "--retry-delay", "1", filesAddress));
        Figures.title("Files: 100 MiB by curl, -Xmx128m");
    }

    @AfterAll
    static void stop() throws Exception {
        files.destroy();
        files.waitFor();
        server.close();
    }

    private static void curl(List<String> more) throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>(List.of("curl", "-sS", "-f", "-o", "/dev/null"));
        command.addAll(more);
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }

    private static long timed(List<String> arguments) throws IOException, InterruptedException {
        long start = System.nanoTime();
        curl(arguments);
        return Sample.nanosSince(start);
    }

    private static List<String> withToken(String... more) {
        List<String> arguments = new java.util.ArrayList<>(
                List.of("-H", "Authorization: Bearer " + server.api().token()));
        arguments.addAll(List.of(more));
        return arguments;
    }

    private static String address(String path) {
        return server.running().address().resolve(path).toString();
    }

    private static long upload(String name) throws IOException, InterruptedException {
        return timed(withToken("-F", "file=@" + large + ";filename=" + name, address(INPUTS)));
    }

    /** Writing and syncing as many bytes, without anybody sending them. */
    private static long written(Path source) throws IOException {
        Path target = directory.resolve("written");
        long start = System.nanoTime();
        try (FileChannel in = FileChannel.open(source);
                FileChannel out = FileChannel.open(
                        target,
                        Set.of(
                                StandardOpenOption.CREATE,
                                StandardOpenOption.TRUNCATE_EXISTING,
                                StandardOpenOption.WRITE))) {
            in.transferTo(0, in.size(), out);
            out.force(true);
        }
        return Sample.nanosSince(start);
    }

    @Test
    void transfers() throws Exception {
        Sample floor = Sample.of(WARM_UPS, RUNS, () -> timed(List.of(filesAddress)));
        Sample down = Sample.of(WARM_UPS, RUNS, () -> timed(withToken(address(INPUTS + "/large"))));
        Sample up = Sample.of(WARM_UPS, RUNS, () -> {
            Files.deleteIfExists(inputs.resolve("new"));
            return upload("new");
        });
        Sample over = Sample.of(1, RUNS, () -> upload("new"));
        Sample copied = Sample.of(1, RUNS, () -> written(large));

        Figures.atMostTimes("download", down.median(), floor.median(), HALF_THE_SPEED);
        Figures.atMostTimes("upload, on disk when it is acknowledged", up.median(), floor.median(), HALF_THE_SPEED);
        Figures.atMostTimes(
                "the same, beside receiving and storing one after the other",
                up.median(),
                floor.median() + copied.median(),
                HALF_THE_SPEED);
        Figures.note("upload over another file of that size, which is kept", Sample.seconds(over.median()));
        Figures.note("copying and syncing such a file, nothing else", Sample.seconds(copied.median()));
        Figures.note(
                "most resident memory of that server",
                ProcessMemory.resident(server.running().process(), "VmHWM") + " MB");
        assertThat(Files.mismatch(large, inputs.resolve("new"))).isEqualTo(-1);
    }
}
