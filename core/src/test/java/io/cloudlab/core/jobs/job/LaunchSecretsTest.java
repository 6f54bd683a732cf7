package io.cloudlab.core.jobs.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.jobs.LaunchJob;
import io.cloudlab.core.jobs.log.JobFollower;
import io.cloudlab.core.jobs.log.JobLog;
import io.cloudlab.core.jobs.log.RedactorCache;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.services.input.InputType;
import io.cloudlab.core.services.input.SampleInputs;
import io.cloudlab.core.services.input.Script;
import io.cloudlab.core.testing.SampleJobs;
import io.cloudlab.core.testing.TestCloudLab;
import io.cloudlab.core.vault.AnsibleVault;
import io.cloudlab.core.vault.MasterKey;
import io.cloudlab.core.vault.Redactor;
import io.cloudlab.core.vault.WrongKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LaunchSecretsTest extends LaunchFixture {
    @Test
    void jobIsHandedAllInputsInTheirTypes() throws InterruptedException {
        Script typed = new Script(
                "typed",
                "",
                "",
                "typed.sh",
                List.of(
                        SampleInputs.input("count", InputType.NUMBER),
                        SampleInputs.input("fast", InputType.BOOLEAN),
                        SampleInputs.input("tags", InputType.LIST),
                        SampleInputs.input("left-out", InputType.STRING),
                        SampleInputs.input("pass-word", InputType.SECRET)),
                false);
        lab.lab().catalogue().add("web", Script.DEPLOY, typed);
        Job job = jobs.runScript(
                mira,
                new ServiceName("web"),
                "typed",
                Map.of("count", "5", "fast", "true", "tags", List.of("a", "b"), "pass-word", "hunter2"));

        assertThat(lab.lab().runner().awaitStart(job.id()).inputs())
                .isEqualTo(Map.of("count", 5L, "fast", true, "tags", List.of("a", "b"), "pass-word", "hunter2"));
        assertThat(job.plan().toString()).doesNotContain("hunter2");
        assertThat(job.request().inputs()).doesNotContainKey("pass-word");
    }

    @Test
    void outputsAreMasked() throws InterruptedException {
        Job job = jobs.runScript(
                mira, new ServiceName("web"), "add-user", Map.of("username", "jake", "password", "hunter2hunter2"));
        lab.lab().runner().awaitStart(job.id());
        lab.lab().runner().finish(job.id(), 0, Map.of("url", "https://jake:hunter2hunter2@wiki.lab", "size", "5"));

        assertThat(jobs.await(mira, job.id(), LONG).outputs())
                .isEqualTo(Map.of("url", "https://jake:**************@wiki.lab", "size", "5"));
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
}
