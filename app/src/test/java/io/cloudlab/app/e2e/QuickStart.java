package io.cloudlab.app.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Has the programs that tests run be ready after a third of the computing: there are a few hundred of them, which do little
 * and live for seconds. The first one leaves its loaded classes behind for the others (class data sharing), and none compiles
 * for a long life.
 */
final class QuickStart {
    private static final List<String> SHORT_LIVED =
            List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-Xlog:disable");
    private static final List<String> FLAGS = withArchive();

    private QuickStart() {}

    /** For {@code java}, before what tests add. */
    static List<String> flags() {
        return FLAGS;
    }

    private static List<String> withArchive() {
        List<String> flags = new ArrayList<>(SHORT_LIVED);
        try {
            Path archive = RunningServer.jar().resolveSibling("cloudlab-" + Runtime.version() + ".jsa");
            if (!isFresh(archive)) leave(archive);
            flags.add("-XX:SharedArchiveFile=" + archive);
        } catch (Exception e) {
            System.out.println("Servers start more slowly: " + e);
        }
        return flags;
    }

    private static boolean isFresh(Path archive) throws IOException {
        return Files.exists(archive)
                && Files.getLastModifiedTime(archive).compareTo(Files.getLastModifiedTime(RunningServer.jar())) > 0;
    }

    /** Those of a server that does a little of everything. */
    private static void leave(Path archive) throws Exception {
        Path directory = Files.createTempDirectory("cloudlab");
        Path made = archive.resolveSibling(
                archive.getFileName() + "." + ProcessHandle.current().pid());
        List<String> flags = new ArrayList<>(SHORT_LIVED);
        flags.add("-XX:ArchiveClassesAtExit=" + made);
        TestLab lab = TestLab.in(directory.resolve("lab")).service("wiki", "echo done");
        RunningServer server = RunningServer.on(directory.resolve("data"), lab.path())
                .asShipped()
                .jvm(flags.toArray(String[]::new))
                .start();
        try {
            Api admin = Api.setUp(server.address());
            Viewer.of(admin, admin.post("/api/services/wiki/deploy").text("/job_id"))
                    .awaitClose();
            admin.send(Form.upload(admin, "/api/services/wiki/files/inputs", "text", new byte[100]));
            for (String path : List.of("/api/jobs", "/api/users", "/api/audit", "/api/services/wiki", "/nowhere"))
                admin.get(path);
            if (!server.terminate(60)) throw new IOException("the first server does not end");
        } finally {
            server.kill();
            remove(directory);
        }
        Files.move(made, archive, StandardCopyOption.ATOMIC_MOVE); // another test JVM may do the same
    }

    private static void remove(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(each);
        }
    }
}
