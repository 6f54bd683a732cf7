package io.cloudlab.core.jobs.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Denied;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.jobs.Jobs;
import io.cloudlab.core.jobs.LaunchJob;
import io.cloudlab.core.jobs.log.JobFollower;
import io.cloudlab.core.jobs.log.JobLog;
import io.cloudlab.core.jobs.log.RedactorCache;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.services.input.InputType;
import io.cloudlab.core.services.input.Script;
import io.cloudlab.core.services.input.ScriptFile;
import io.cloudlab.core.services.input.ScriptInput;
import io.cloudlab.core.shared.CloudLabException;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.core.shared.PageRequest;
import io.cloudlab.core.shared.Refused;
import io.cloudlab.core.shared.Unavailable;
import io.cloudlab.core.testing.SampleJobs;
import io.cloudlab.core.testing.TestCloudLab;
import io.cloudlab.core.vault.AnsibleVault;
import io.cloudlab.core.vault.MasterKey;
import io.cloudlab.core.vault.Redactor;
import io.cloudlab.core.vault.WrongKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LaunchTest {
    private static final Duration LONG = Duration.ofSeconds(40);
    private static final Script ADD_USER = new Script(
            "add-user",
            "Add user",
            "",
            "scripts/add-user.sh",
            List.of(
                    new ScriptInput("username", "", InputType.STRING, true, null, List.of(), null, ""),
                    new ScriptInput("password", "", InputType.SECRET, false, null, List.of(), null, "")),
            false);

    private final TestCloudLab lab = new TestCloudLab();
    private final Jobs jobs = lab.cloudLab().jobs();
    private final Caller mira =
            lab.caller("mira", Permission.SERVICES_DEPLOY, Permission.JOBS_VIEW_OWN, Permission.SERVICES_VIEW);

    @BeforeEach
    void addService() {
        lab.lab().catalogue().add("web", Script.DEPLOY, ADD_USER);
    }

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void deployRunsTheServicesOwnScriptInItsDirectory() throws InterruptedException {
        Job job = jobs.deploy(mira, new ServiceName("web"));

        assertThat(job.status()).isEqualTo(JobStatus.RUNNING);
        assertThat(job.request())
                .isEqualTo(new JobRequest(
                        new JobSubject.Service("web"),
                        "deploy",
                        null,
                        Map.of(),
                        mira.userId(),
                        "mira",
                        lab.clock().instant(),
                        Permission.SERVICES_DEPLOY));
        JobRunner.Launch launch = lab.lab().runner().awaitStart(job.id());
        assertThat(launch.directory()).isEqualTo("services/web");
        assertThat(launch.commands()).containsExactly(List.of("bash", "deploy.sh"));
        assertThat(launch.environment()).isEmpty();
        assertThat(launch.nonce()).isEqualTo(job.nonce()).matches("[0-9a-f]{32}");
        assertThat(lab.lab().log().lines(job.id())).containsExactly("--- Running deploy.sh for web ---");
    }

    @Test
    void scriptGetsItsInputsAsVariables() throws InterruptedException {
        lab.lab().catalogue().add("open", new Script("go", "", "", "scripts/go.sh", List.of(), false));

        Job job = jobs.launch(
                mira, LaunchJob.of("open", "go").with("username", "$(id)'\n\"").with("Extra-Thing", 5));

        assertThat(job.request().action()).isEqualTo("script");
        assertThat(job.request().script()).isEqualTo("go");
        assertThat(job.request().inputs()).isEqualTo(Map.of("username", "$(id)'\n\"", "Extra-Thing", 5));
        JobRunner.Launch launch = lab.lab().runner().awaitStart(job.id());
        assertThat(launch.commands()).containsExactly(List.of("bash", "scripts/go.sh"));
        assertThat(launch.environment()).isEqualTo(Map.of("INPUT_USERNAME", "$(id)'\n\"", "INPUT_EXTRA_THING", "5"));
    }

    @Test
    void acceptanceIsAuditedWithTheJob() {
        Job deploy = jobs.deploy(mira, new ServiceName("web"));
        Job script = jobs.launch(mira, LaunchJob.of("web", "add-user"));

        assertThat(lab.audit()).hasSize(2);
        assertThat(lab.audit().get(0).action()).isEqualTo("service.deploy");
        assertThat(lab.audit().get(0).resource()).isEqualTo("services/web");
        assertThat(lab.audit().get(0).details())
                .isEqualTo(Map.of("job_id", deploy.id().value()));
        assertThat(lab.audit().get(1).action()).isEqualTo("service.run_script");
        assertThat(lab.audit().get(1).details())
                .isEqualTo(Map.of("script", "add-user", "job_id", script.id().value()));
        assertThat(lab.audit().get(1).username()).isEqualTo("mira");
        assertThat(lab.audit().get(1).ipAddress()).isEqualTo("203.0.113.9");
    }

    @Test
    void launchThatIsRolledBackLeavesNothingAndStartsNothing() throws InterruptedException {
        assertThatThrownBy(() -> lab.stores().transactions().run(() -> {
                    jobs.deploy(mira, new ServiceName("web"));
                    throw new IllegalStateException("something after it failed");
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(lab.audit()).isEmpty();
        assertThat(jobs.list(mira, JobFilter.ANY, new PageRequest(1, 10)).total())
                .isZero();
        Job next = jobs.deploy(mira, new ServiceName("web"));
        lab.lab().runner().awaitStart(next.id());
        assertThat(lab.lab().runner().launches()).hasSize(1);
    }

    @Test
    void secretInputReachesTheScriptAndNothingElse() throws InterruptedException {
        Job job = jobs.launch(
                mira, LaunchJob.of("web", "add-user").with("username", "jake").with("password", "hunter22"));

        assertThat(lab.lab().runner().awaitStart(job.id()).environment()).containsEntry("INPUT_PASSWORD", "hunter22");
        Job stored = lab.stores().jobs().find(job.id()).orElseThrow();
        assertThat(stored.request().inputs()).isEqualTo(Map.of("username", "jake"));
        assertThat(stored.plan().environment()).isEqualTo(Map.of("INPUT_USERNAME", "jake"));
        assertThat(new String(stored.plan().secrets().bytes(), StandardCharsets.ISO_8859_1))
                .doesNotContain("hunter22");
        assertThat(stored.toString() + lab.audit() + lab.lab().log().lines(job.id()))
                .doesNotContain("hunter22");
    }

    @Test
    void secretsAreMaskedWhereverOutputIsShown() throws Exception {
        lab.lab().runner().onStart(launch -> {
            lab.lab().log().print(launch.id(), "user jake has hunter22\n");
            lab.lab().runner().finish(launch.id(), 0);
        });
        Job job = jobs.launch(
                mira, LaunchJob.of("web", "add-user").with("username", "jake").with("password", "hunter22"));
        jobs.await(mira, job.id(), LONG);

        String masked = "user jake has ********";
        assertThat(jobs.output(mira, job.id(), 1, 10, 1000).lines()).containsExactly(masked);
        assertThat(jobs.tail(mira, job, 1)).containsExactly(masked);
        assertThat(jobs.searchOutput(mira, job.id(), "hunter", 0, 10).lines()).isEmpty();
        assertThat(jobs.searchOutput(mira, job.id(), "JAKE HAS", 0, 10).lines())
                .containsExactly(new JobLog.Line(1, masked));
        assertThat(new String(jobs.rawOutput(mira, job.id()).readAllBytes(), StandardCharsets.UTF_8))
                .endsWith(masked + "\n");
        try (JobFollower follower = jobs.follow(mira, job.id(), 1, () -> {})) {
            assertThat(((JobFollower.Update.Output) follower.next(1000)).chunk().lines())
                    .containsExactly(masked);
        }
    }

    @Test
    void vaultPasswordIsHandedToEveryJobAndMasked() throws InterruptedException {
        try (TestCloudLab other = new TestCloudLab(builder -> builder.vaultPassword("open sesame"))) {
            other.lab().catalogue().add("web");
            Caller admin = other.cloudLab().system("test");
            Job job = other.cloudLab().jobs().deploy(admin, new ServiceName("web"));
            assertThat(other.lab().runner().awaitStart(job.id()).environment())
                    .isEqualTo(Map.of(JobRunner.VAULT_PASSWORD, "open sesame"));
            other.lab().log().print(job.id(), "open sesame!\n");

            assertThat(other.cloudLab().jobs().tail(admin, job, 1)).containsExactly("***********!");
            assertThat(other.stores().jobs().find(job.id()).toString()).doesNotContain("open sesame");
        }
    }

    @Test
    void secretsOfTheLabThatTheVaultPasswordOpensAreMaskedInEveryJob() throws InterruptedException {
        try (TestCloudLab other = new TestCloudLab(builder -> builder.vaultPassword("open sesame"))) {
            other.lab().catalogue().add("web");
            other.lab()
                    .secretsFile()
                    .content(new AnsibleVault("open sesame".toCharArray())
                            .encrypt("vultr_api_key: EXAMPLE-KEY-0123456789\nregion: mel\n".getBytes(UTF_8)));
            Caller admin = other.cloudLab().system("test");
            Job job = other.cloudLab().jobs().deploy(admin, new ServiceName("web"));
            other.lab().runner().awaitStart(job.id());
            other.lab().log().print(job.id(), "EXAMPLE-KEY-0123456789 in mel\n");

            assertThat(other.cloudLab().jobs().tail(admin, job, 1)).containsExactly("********************** in mel");
        }
    }

    @Test
    void everybodyWhoLooksAtAJobSharesItsRedactor() {
        MasterKey key = MasterKey.generate();
        RedactorCache redactors = new RedactorCache(key);
        Job plain = SampleJobs.queued(1, "web", Concurrency.EXCLUSIVE);
        JobSecrets secrets = new JobSecrets(Map.of("INPUT_A", "hunter22"), List.of());
        JobPlan plan = new JobPlan(
                "t",
                "services/web",
                List.of(),
                Map.of(),
                Map.of(),
                secrets.seal(key, plain.id()),
                Concurrency.EXCLUSIVE);
        Job secret = new Job(plain.id(), "n", plain.request(), plan, Phase.QUEUED, null, null, 0, null);

        assertThat(redactors.of(plain)).isSameAs(Redactor.NONE);
        assertThat(redactors.of(secret)).isSameAs(redactors.of(secret)).isNotSameAs(Redactor.NONE);
    }

    @Test
    void permissionIsNeeded() {
        Caller other = lab.caller("jake", Permission.SERVICES_VIEW, Permission.JOBS_VIEW_ALL);

        assertThatThrownBy(() -> jobs.deploy(other, new ServiceName("nope")))
                .isInstanceOf(Denied.class)
                .hasMessage("Permission denied: services.deploy");
        assertThatThrownBy(() -> jobs.deploy(Caller.anonymous(null), new ServiceName("web")))
                .isInstanceOf(Denied.class);
        nothingWasAccepted();
    }

    @Test
    void unknownServiceAndScriptAreNamed() {
        refuses(LaunchJob.deploy(new ServiceName("nope")), NotFound.class, "unknown-service");
        refuses(LaunchJob.of("web", "nope"), Refused.class, "unknown-script");
    }

    @Test
    void scriptFileMustLieInTheService() {
        lab.lab().catalogue().file("web", "scripts/add-user.sh", ScriptFile.MISSING);
        lab.lab().catalogue().file("web", "deploy.sh", ScriptFile.OUTSIDE);

        refuses(LaunchJob.of("web", "add-user"), NotFound.class, "unknown-script-file");
        assertThatThrownBy(() -> jobs.launch(mira, LaunchJob.of("web", "add-user")))
                .hasMessage("The file of this script is missing from its service.");
        refuses(LaunchJob.deploy(new ServiceName("web")), Refused.class, "script-outside");
    }

    @Test
    void addUserActsForTheCallerUnlessToldOtherwise() {
        assertThat(jobs.launch(mira, LaunchJob.of("web", "add-user")).request().inputs())
                .isEqualTo(Map.of("username", "mira"));
        assertThat(jobs.launch(mira, LaunchJob.of("web", "add-user").with("username", "jake"))
                        .request()
                        .inputs())
                .isEqualTo(Map.of("username", "jake"));
    }

    @Test
    void fullDiskRefusesNewJobs() {
        lab.lab().log().full(true);

        refuses(LaunchJob.deploy(new ServiceName("web")), Unavailable.class, "disk-full");
    }

    @Test
    void secretsOfAJobComeBackAsTheyWere() {
        MasterKey key = MasterKey.generate();
        JobId id = new JobId("0f3c9a1e");
        JobSecrets secrets = new JobSecrets(Map.of("INPUT_A", "ä\n\0x", "INPUT_B", ""), List.of("x".repeat(40_000)));
        JobSecrets more = new JobSecrets(Map.of(), List.of("s3same"), Map.of("password", "user:s3same"));

        assertThat(JobSecrets.open(secrets.seal(key, id), key, id)).isEqualTo(secrets);
        assertThat(JobSecrets.open(more.seal(key, id), key, id)).isEqualTo(more);
        assertThat(JobSecrets.NONE.seal(key, id)).isNull();
        assertThat(JobSecrets.open(null, key, id)).isEqualTo(JobSecrets.NONE);
        assertThatThrownBy(() -> JobSecrets.open(secrets.seal(key, id), key, new JobId("0f3c9a1f")))
                .isInstanceOf(WrongKey.class);
    }

    private void refuses(LaunchJob command, Class<? extends CloudLabException> type, String code) {
        assertThatThrownBy(() -> jobs.launch(mira, command))
                .isInstanceOfSatisfying(
                        type, refused -> assertThat(refused.code()).isEqualTo(code));
        nothingWasAccepted();
    }

    private void nothingWasAccepted() {
        assertThat(lab.audit()).isEmpty();
        assertThat(jobs.list(lab.cloudLab().system("test"), JobFilter.ANY, new PageRequest(1, 10))
                        .total())
                .isZero();
    }
}
