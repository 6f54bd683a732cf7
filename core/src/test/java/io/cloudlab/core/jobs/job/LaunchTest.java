package io.cloudlab.core.jobs.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Denied;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.jobs.LaunchJob;
import io.cloudlab.core.services.ServiceDefinition;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.services.input.InputTemplate;
import io.cloudlab.core.services.input.InputType;
import io.cloudlab.core.services.input.PlaybookOption;
import io.cloudlab.core.services.input.PlaybookOptions;
import io.cloudlab.core.services.input.SampleInputs;
import io.cloudlab.core.services.input.Script;
import io.cloudlab.core.services.input.ScriptFile;
import io.cloudlab.core.services.input.ScriptOptions;
import io.cloudlab.core.shared.CloudLabException;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.core.shared.PageRequest;
import io.cloudlab.core.shared.Refused;
import io.cloudlab.core.shared.Unavailable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LaunchTest extends LaunchFixture {
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
    void scriptGetsItsArgumentsAndVariables() throws InterruptedException {
        Script release = new Script(
                        "release",
                        "",
                        "",
                        "release.sh",
                        List.of(SampleInputs.input("version", InputType.STRING)),
                        false)
                .withOptions(new ScriptOptions(
                        List.of(new InputTemplate("--version"), new InputTemplate("{{ inputs.version }}")),
                        Map.of("LEVEL", "4", "INPUT_VERSION", "declared"),
                        null));
        lab.lab().catalogue().environment(Map.of("REGION", "mel", "TZ", "UTC"));
        lab.lab()
                .catalogue()
                .add(new ServiceDefinition(
                        new ServiceName("shop"),
                        false,
                        List.of(),
                        List.of(release),
                        Map.of("TZ", "Europe/Berlin", "LEVEL", "3"),
                        List.of(),
                        List.of()));

        Job job = jobs.runScript(mira, new ServiceName("shop"), "release", Map.of("version", "1.0; reboot"));

        assertThat(job.scriptFile()).contains("release.sh"); // what rights are looked at again for
        var launch = lab.lab().runner().awaitStart(job.id());
        assertThat(launch.commands()).containsExactly(List.of("bash", "release.sh", "--version", "1.0; reboot"));
        assertThat(launch.environment())
                .containsEntry("REGION", "mel")
                .containsEntry("TZ", "Europe/Berlin")
                .containsEntry("LEVEL", "4")
                .containsEntry("INPUT_VERSION", "1.0; reboot");
        assertThatThrownBy(() -> jobs.runScript(mira, new ServiceName("shop"), "release", Map.of("version", "-x")))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("'version' must not begin with a dash");
    }

    @Test
    void playbookGetsItsOptionsAndItsInputsAsVariables() throws InterruptedException {
        Script release = new Script(
                        "release",
                        "",
                        "",
                        "site.yml",
                        List.of(
                                SampleInputs.input("stage", InputType.STRING),
                                SampleInputs.input("dry-run", InputType.BOOLEAN),
                                SampleInputs.input("key", InputType.SECRET)),
                        false)
                .withOptions(new ScriptOptions(
                        new PlaybookOptions(
                                new InputTemplate("inventories/{{ inputs.stage }}"),
                                Map.of(
                                        PlaybookOption.CHECK, new InputTemplate("{{ inputs.dry-run }}"),
                                        PlaybookOption.LIMIT, new InputTemplate("{{ inputs.stage }}"))),
                        List.of(new InputTemplate("--flush-cache")),
                        Map.of(),
                        List.of(),
                        null,
                        0,
                        Duration.ZERO,
                        null));
        lab.lab().catalogue().add("shop", release);
        lab.lab().catalogue().inventory("shop", "inventories/prod");
        ServiceName shop = new ServiceName("shop");

        Job job = jobs.runScript(
                mira, shop, "release", Map.of("stage", "prod", "dry-run", true, "key", "{{ hunter22 }}"));

        assertThat(job.scriptFile()).contains("site.yml");
        var launch = lab.lab().runner().awaitStart(job.id());
        assertThat(launch.commands())
                .containsExactly(List.of(
                        "ansible-playbook",
                        "-i",
                        "inventories/prod",
                        "--limit=prod",
                        "--check",
                        "--flush-cache",
                        "-e",
                        "@variables.json",
                        "site.yml"));
        assertThat(launch.variables()).isEqualTo(Map.of("stage", "prod", "dry_run", true, "key", "{{ hunter22 }}"));
        assertThat(job.plan().variables()).doesNotContainKey("key");
        assertThatThrownBy(() -> jobs.runScript(mira, shop, "release", Map.of("stage", "test")))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("no such inventory");
        assertThatThrownBy(() -> jobs.runScript(mira, shop, "release", Map.of("stage", "prod", "docker_root", "/")))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("unknown");
    }

    @ParameterizedTest
    @ValueSource(strings = {"@/etc/passwd", "web,@/etc/passwd"})
    void limitFromAFileIsRefused(String limit) {
        Map<PlaybookOption, InputTemplate> options =
                Map.of(PlaybookOption.LIMIT, new InputTemplate("{{ inputs.hosts }}"));
        Script play = new Script(
                        "play", "", "", "site.yml", List.of(SampleInputs.input("hosts", InputType.STRING)), false)
                .withOptions(new ScriptOptions(
                        new PlaybookOptions(null, options),
                        List.of(),
                        Map.of(),
                        List.of(),
                        null,
                        0,
                        Duration.ZERO,
                        null));
        lab.lab().catalogue().add("shop", play);

        assertThatThrownBy(() -> jobs.runScript(mira, new ServiceName("shop"), "play", Map.of("hosts", limit)))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("'limit'");
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
