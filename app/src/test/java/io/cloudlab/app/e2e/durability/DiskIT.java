package io.cloudlab.app.e2e.durability;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.app.e2e.Api;
import io.cloudlab.app.e2e.RunningServer;
import io.cloudlab.app.e2e.TestLab;
import io.cloudlab.app.e2e.Viewer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The real server on disks that fail it. */
class DiskIT {
    @TempDir
    Path directory;

    @Test
    void jobThatFillsTheDiskEndsAndTheServerLivesOn() throws Exception {
        try (Mount disk = Mount.ofMegabytes(48, directory.resolve("disk"))) {
            TestLab lab = TestLab.in(directory.resolve("lab"))
                    .service("loud", "yes 'a line that fills the disk' | head -c 200000000; exit 5")
                    .service("quiet", "echo fine");
            try (RunningServer server =
                    RunningServer.on(disk.path(), lab.path()).start()) {
                Api admin = Api.setUp(server.address());
                String job = admin.post("/api/services/loud/deploy").text("/job_id");
                Path folder = disk.path().resolve("jobs").resolve(job);
                // A full disk cannot prevent that its processes note how they ended; until then they fill what is
                // freed.
                Awaitility.await().until(() -> hasNotedItsEnd(folder.resolve("exit")));
                assertThat(Files.size(folder.resolve("spool"))).isGreaterThan(10_000_000);
                assertThat(admin.get("/api/jobs/" + job + "?from=0&limit=1").status())
                        .isEqualTo(200);
                assertThat(new Api(server.address(), "").get("/health").status())
                        .isEqualTo(200);

                freeSomeRoom(folder.resolve("spool"));
                Awaitility.await()
                        .until(() -> admin.get("/api/jobs/" + job + "?from=0&limit=1")
                                .text("/phase")
                                .equals("ended"));

                assertThat(admin.get("/api/jobs/" + job + "?from=0&limit=1")
                                .body()
                                .path("exit_code")
                                .asInt())
                        .isEqualTo(5);
                Api.Answer next = Awaitility.await()
                        .until(() -> admin.post("/api/services/quiet/deploy"), answer -> answer.status() == 200);
                assertThat(Viewer.of(admin, next.text("/job_id"))
                                .done()
                                .path("status")
                                .asText())
                        .isEqualTo("completed");
            }
        }
    }

    @Test
    void fullDiskRefusesNewJobsAndHealsWhenThereIsRoomAgain() throws Exception {
        try (Mount disk = Mount.ofMegabytes(32, directory.resolve("disk"))) {
            TestLab lab = TestLab.in(directory.resolve("lab")).service("quiet", "echo fine");
            try (RunningServer server = RunningServer.on(disk.path(), lab.path())
                    .with("CLOUDLAB_MIN_FREE_DISK", "5")
                    .start()) {
                Api admin = Api.setUp(server.address());
                Path ballast = disk.path().resolve("ballast");
                Files.write(
                        ballast, new byte[(int) (Files.getFileStore(disk.path()).getUsableSpace() - 200_000)]);

                assertThat(admin.post("/api/services/quiet/deploy").status()).isEqualTo(503);
                assertThat(new Api(server.address(), "").get("/health/ready").status())
                        .isEqualTo(503);
                assertThat(new Api(server.address(), "")
                                .get("/health/ready")
                                .body()
                                .toString())
                        .contains("disk");
                assertThat(admin.get("/api/services").status()).isEqualTo(200);

                Files.delete(ballast);
                Awaitility.await()
                        .until(() -> admin.post("/api/services/quiet/deploy").status() == 200);
                assertThat(admin.get("/api/jobs").body().path("total").asInt()).isEqualTo(1);
            }
        }
    }

    /** Its database is left alone on a disk of 24 MB; with 96 MB it is compacted until the disk runs short. */
    @ParameterizedTest
    @ValueSource(ints = {24, 96})
    void diskFilledToTheLastByteLosesNothingThatWasAcknowledged(int megabytes) throws Exception {
        try (Mount disk = Mount.ofMegabytes(megabytes, directory.resolve("disk"))) {
            TestLab lab = TestLab.in(directory.resolve("lab"));
            List<String> kept = new ArrayList<>();
            Api admin;
            try (RunningServer server = RunningServer.on(disk.path(), lab.path())
                    .with("CLOUDLAB_RATE_LIMITS", "off")
                    .start()) {
                admin = Api.setUp(server.address());
                Path ballast = disk.path().resolve("ballast");
                try (var out = Files.newOutputStream(ballast)) {
                    while (true) out.write(new byte[4096]);
                } catch (java.io.IOException e) {
                    // as intended
                }
                Api nobody = new Api(server.address(), "");
                Map<String, String> credentials = Map.of("username", "admin", "password", Api.PASSWORD);
                List<String> refusals = new ArrayList<>();
                List<String> created = new ArrayList<>();
                String description = "x".repeat(250);
                for (int i = 0; i < 3_000 && refusals.size() < 8; i++) { // until the gaps in its file are used up
                    String name = "role " + i;
                    Api.Answer answer = i % 2 == 0
                            ? nobody.post("/api/auth/login", credentials)
                            : admin.post("/api/roles", Map.of("name", name, "description", description));
                    assertThat(answer.status()).isIn(200, 503);
                    if (answer.status() == 503) refusals.add(answer.text("/detail"));
                    else if (i % 2 == 1) created.add(name);
                    Api.Answer me = admin.get("/api/auth/me");
                    if (megabytes == 24 || me.status() != 503)
                        assertThat(me.status()).isEqualTo(200);
                    else refusals.add(me.text("/detail")); // a compact file may need room to be opened again
                }
                assertThat(refusals).hasSizeGreaterThanOrEqualTo(8).allMatch(detail -> detail.contains("disk is full"));
                assertThat(server.log().lines().count()).as(server.log()).isLessThan(10);
                Files.delete(ballast);
                Awaitility.await()
                        .until(() -> nobody.post("/api/auth/login", credentials).status() == 200);
                assertThat(admin.get("/api/auth/me").text("/username")).isEqualTo("admin");
                assertThat(admin.get("/api/roles").body().findValuesAsText("name"))
                        .containsAll(created);
                kept.addAll(created);
            }
            try (RunningServer server =
                    RunningServer.on(disk.path(), lab.path()).start()) {
                Api again = admin.at(server.address());
                assertThat(again.get("/api/auth/me").text("/username")).isEqualTo("admin");
                assertThat(again.get("/api/roles").body().findValuesAsText("name"))
                        .containsAll(kept);
            }
        }
    }

    @Test
    void dataDirectoryOnAReadOnlyMountStopsTheStart() throws Exception {
        try (Mount disk = Mount.ofMegabytes(16, directory.resolve("disk"))) {
            disk.makeReadOnly();
            Path errors = directory.resolve("errors");
            Process process = RunningServer.on(disk.path().resolve("data"), directory.resolve("lab"))
                    .launch(directory.resolve("output"), errors);

            assertThat(process.waitFor()).isNotZero();
            assertThat(Files.readAllLines(errors)).singleElement().asString().contains("data directory");
        }
    }

    private static boolean hasNotedItsEnd(Path exit) throws Exception {
        return Files.exists(exit) && Files.readString(exit).contains(" .\n");
    }

    /** As an operator would, who truncates what is too large. */
    private static void freeSomeRoom(Path spool) throws Exception {
        List<String> command =
                List.of("fallocate", "--punch-hole", "--offset", "4096", "--length", "20000000", spool.toString());
        assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
    }
}
