package io.cloudlab.process.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.jobs.job.JobId;
import io.cloudlab.core.jobs.job.JobRunner.Launch;
import io.cloudlab.process.JobOptions;
import io.cloudlab.process.job.JobFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobEnvironmentTest {
    private static final Launch LAUNCH =
            new Launch(new JobId("0f3c9a1e"), "nonce-0f3c9a1e", "", List.of(List.of("true")), Map.of(), Map.of());

    @TempDir
    Path root;

    @Test
    void controlSocketsLieElsewhereWhereThePathWouldBeTooLong() throws Exception {
        Path deep = Files.createDirectory(root.resolve("d".repeat(100)));
        JobFolder folder = new JobFolder(deep.resolve("0f3c9a1e"));
        folder.create();
        JobEnvironment environment =
                new JobEnvironment(root, JobOptions.DEFAULT.path(), JobOptions.DEFAULT.home(), root);
        Path sockets = Path.of(environment.of(LAUNCH, folder).get("ANSIBLE_SSH_CONTROL_PATH_DIR"));
        assertThat(sockets.toString()).hasSizeLessThanOrEqualTo(70);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(sockets)))
                .isEqualTo("rwx------");
        assertThat(environment.of(LAUNCH, folder)).containsEntry("ANSIBLE_SSH_CONTROL_PATH_DIR", sockets.toString());
        folder.removeTemporary();
        assertThat(sockets).doesNotExist();
    }

    @Test
    void linkThatAJobPutInTheWayIsNotFollowed() throws Exception {
        JobFolder folder = new JobFolder(root.resolve("0f3c9a1e"));
        folder.create();
        Path precious = Files.createDirectory(root.resolve("precious"));
        Files.createFile(precious.resolve("file"));
        Files.createSymbolicLink(folder.path().resolve("control"), precious);
        Files.createSymbolicLink(folder.temporary().resolve("link"), precious);
        folder.removeTemporary();
        folder.delete();
        assertThat(precious.resolve("file")).exists();
        assertThat(folder.path()).doesNotExist();
    }

    @Test
    void homeIsWritable() throws Exception {
        JobFolder folder = new JobFolder(root.resolve("0f3c9a1e"));
        folder.create();
        JobEnvironment homeless = new JobEnvironment(root, "/bin", Path.of("/proc/none"), root);
        assertThat(homeless.of(LAUNCH, folder))
                .containsEntry("HOME", folder.temporary().toString());
        folder.delete();
    }

    @Test
    void pathHoldsAbsoluteDirectoriesOnly() {
        assertThat(options("/a::.:b:/c", root).path()).isEqualTo("/a:/c");
        assertThat(options(".", root).path()).startsWith("/usr/local/sbin:");
    }

    @Test
    void optionsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> JobOptions.DEFAULT.withQuota(1000)).hasMessageContaining("quota");
        assertThatThrownBy(() -> JobOptions.DEFAULT.withFreeShare(1.5)).hasMessageContaining("share");
    }

    private static JobOptions options(String path, Path home) {
        return new JobOptions(path, home, 1 << 20, 0, false, Duration.ZERO, Duration.ZERO, null);
    }
}
