package io.cloudlab.app.vultr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The services that need instances, deployed by hand with the real Ansible to machines that can be entered. */
class DeployIT {
    private static final String KEY =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA jake@home";

    @TempDir
    Path directory;

    private VultrEmulator cloud;
    private SampleLab lab;

    @BeforeEach
    void start() throws IOException {
        LabTools.require();
        cloud = VultrEmulator.start(directory.resolve("cloud"));
        lab = SampleLab.in(directory, cloud);
    }

    @AfterEach
    void stop() {
        if (cloud != null) cloud.close();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void deploymentCreatesWhatIsMissingAndStopTakesItAway() throws Exception {
        SampleLab.Run first = lab.script("test-ubuntu", "deploy.sh");

        assertThat(first.code()).as(first.output()).isZero();
        assertThat(first.output()).containsPattern("DEPLOYMENT_ID=test-ubuntu-[0-9TZ]+");
        assertThat(lab.mode("services/test-ubuntu/outputs/id_ed25519")).isEqualTo("rw-------");
        assertThat(lab.mode("services/test-ubuntu/outputs/temp_inventory.yaml")).isEqualTo("rw-------");
        assertThat(lab.outputs("test-ubuntu").resolve("known_hosts")).isNotEmptyFile();
        assertThat(lab.read("services/test-ubuntu/outputs/service_outputs.yaml"))
                .contains("name: \"address-testUbuntu\"", "value: \"Linux ");
        assertThat(first.totals("testUbuntu").orElseThrow().path("failures").asInt())
                .isZero();
        assertThat(first.totals("testUbuntu").orElseThrow().path("ok").asInt()).isPositive();
        JsonNode instance = cloud.instance("testUbuntu", "mel").orElseThrow();
        assertThat(instance.path("tags").toString()).isEqualTo("[\"test\",\"cloudlab\",\"service-test-ubuntu\"]");

        Path publicKey = lab.outputs("test-ubuntu").resolve("id_ed25519.pub");
        String registered = Files.readString(publicKey).strip();
        Files.delete(publicKey);
        SampleLab.Run second = lab.script("test-ubuntu", "deploy.sh");

        assertThat(Files.readString(publicKey).strip()).isEqualTo(registered);
        assertThat(second.code()).as(second.output()).isZero();
        assertThat(orders()).hasSize(1);
        assertThat(second.totals("testUbuntu").orElseThrow().path("changed").asInt())
                .isZero();

        SampleLab.Run stop = lab.play("init_playbook/stop-instances.yaml", Map.of("service_filter", "test-ubuntu"));

        assertThat(stop.code()).as(stop.output()).isZero();
        assertThat(cloud.instances()).isEmpty();
        assertThat(lab.outputs("test-ubuntu").resolve("temp_inventory.yaml")).doesNotExist();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void instanceIsOrderedOnceWhateverHappensToTheAnswers() throws Exception {
        cloud.faults()
                .close("POST", "/instances", 1)
                .tooMany("POST", "/instances", 1, 1)
                .afterwards("POST", "/instances", 500, 1)
                .tooMany("POST", "/ssh-keys", 1, 1)
                .close("GET", "/ssh-keys", 1)
                .status("GET", "/os", 503, 1)
                .status("GET", "/instances/.*", 500, 1)
                .close("GET", "/instances/.*", 1);

        SampleLab.Run run = lab.script("test-ubuntu", "deploy.sh");

        assertThat(run.code()).as(run.output()).isZero();
        assertThat(cloud.instances()).hasSize(1);
        assertThat(orders()).hasSize(3);
        assertThat(cloud.faults().left()).isZero();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void instanceThatRefusesOurKeyOrIsNotOursIsNamed() throws Exception {
        assertThat(lab.script("test-ubuntu", "deploy.sh").code()).isZero();
        Files.delete(lab.outputs("test-ubuntu").resolve("id_ed25519"));
        Files.delete(lab.outputs("test-ubuntu").resolve("id_ed25519.pub"));

        SampleLab.Run locked = lab.script("test-ubuntu", "deploy.sh");

        assertThat(locked.code()).isEqualTo(2);
        assertThat(locked.output()).contains("testUbuntu in mel exists, but not with our key");
        assertThat(cloud.instances()).hasSize(1);

        cloud.seed("jump-host", "mel");
        SampleLab.Run foreign = lab.script("jump-host", "deploy.sh");

        assertThat(foreign.code()).isEqualTo(2);
        assertThat(foreign.output()).contains("this service did not create them");
        assertThat(cloud.instances()).hasSize(2);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void dryRunOrdersNothing() throws Exception {
        SampleLab.Run run = lab.script("test-ubuntu", "deploy.sh", "CHECK_ONLY", "true");

        assertThat(run.code()).as(run.output()).isZero();
        assertThat(run.output()).doesNotContain("DEPLOYMENT_ID=");
        assertThat(cloud.requests()).isNotEmpty().allMatch(request -> request.startsWith("GET "));
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void inventoryWithoutHostsIsAFailure() throws Exception {
        lab.write("services/test-ubuntu/outputs/temp_inventory.yaml", "all:\n  hosts: {}\n");

        SampleLab.Run run = lab.run(
                lab.path().resolve("services/test-ubuntu"),
                "ansible-playbook",
                "-i",
                "outputs/temp_inventory.yaml",
                "main.yaml");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.output()).contains("The inventory holds no host.");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void jumpHostLetsPeopleInAndShutsThemOut() throws Exception {
        assumeTrue(cloud.machinesAreIsolated(), "needs root and mounts: accounts are made on the machine");
        SampleLab.Run deployed = lab.script("jump-host", "deploy.sh");
        assertThat(deployed.code()).as(deployed.output()).isZero();

        SampleLab.Run added = lab.script(
                "jump-host", "add-user.sh", "USERNAME", "cloudlab-jake", "SSH_KEYS", KEY + "," + KEY, "SUDO", "true");
        SampleLab.Run system = lab.script("jump-host", "add-user.sh", "USERNAME", "daemon");
        SampleLab.Run hostile = lab.script("jump-host", "add-user.sh", "USERNAME", "{{ 'jake' }}");
        SampleLab.Run badKey = lab.script(
                "jump-host", "add-user.sh", "USERNAME", "cloudlab-jake", "SSH_KEYS", "command=\"sh\" " + KEY);
        SampleLab.Run removed = lab.script("jump-host", "remove-user.sh", "USERNAME", "cloudlab-jake");
        SampleLab.Run again = lab.script("jump-host", "remove-user.sh", "USERNAME", "cloudlab-jake");

        assertThat(added.code()).as(added.output()).isZero();
        assertThat(system.code()).isEqualTo(2);
        assertThat(system.output()).contains("daemon is an account of the system");
        assertThat(hostile.code()).isEqualTo(2);
        assertThat(badKey.code()).isEqualTo(2);
        assertThat(removed.code()).as(removed.output()).isZero();
        assertThat(again.output()).contains("no user that add-user has let in");
        assertThat(Files.readString(Path.of("/etc/passwd"))).doesNotContain("cloudlab-jake");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void staticSiteIsPublishedAndTakenBack() throws Exception {
        assumeTrue(cloud.machinesAreIsolated(), "needs root and mounts: files are written below /srv");
        lab.write(
                "services/static-site/config.yaml",
                lab.read("services/static-site/config.yaml").replace("install_nginx: true", "install_nginx: false"));
        SampleLab.Run deployed = lab.script("static-site", "deploy.sh");
        assertThat(deployed.code()).as(deployed.output()).isZero();
        archive("one");
        archive("two");

        SampleLab.Run one = lab.script("static-site", "publish.sh", "ARCHIVE", "one.tar.gz");
        SampleLab.Run two = lab.script("static-site", "publish.sh", "ARCHIVE", "two.tar.gz");
        String second = shown();
        SampleLab.Run back = lab.script("static-site", "rollback.sh");
        SampleLab.Run further = lab.script("static-site", "rollback.sh");
        assertThat(lab.run(
                                lab.path().resolve("services/static-site/inputs"),
                                "tar",
                                "czPf",
                                "climbing.tar.gz",
                                "../config.yaml",
                                "index.html")
                        .code())
                .isZero();
        lab.script("static-site", "publish.sh", "ARCHIVE", "climbing.tar.gz");
        assertThat(onMachine("find /srv/site -name config.yaml -not -path '*/releases/2*/*'"))
                .contains("rc=0")
                .doesNotContain("config.yaml");
        SampleLab.Run outside = lab.script("static-site", "publish.sh", "ARCHIVE", "../config.tar.gz");

        assertThat(List.of(one.code(), two.code(), back.code()))
                .as(two.output())
                .containsOnly(0);
        assertThat(second).contains("two");
        assertThat(shown()).contains("one");
        assertThat(further.output()).contains("There is no release before");
        assertThat(outside.output()).contains("There is no archive of that name");
    }

    private void archive(String name) throws IOException {
        lab.write("services/static-site/inputs/index.html", name);
        Path inputs = lab.path().resolve("services/static-site/inputs");
        assertThat(lab.run(inputs, "tar", "czf", name + ".tar.gz", "index.html").code())
                .isZero();
    }

    private String shown() throws IOException {
        return onMachine("cat /srv/site/current/index.html");
    }

    private String onMachine(String command) throws IOException {
        return lab.run(
                        lab.path().resolve("services/static-site"),
                        "ansible",
                        "-i",
                        "outputs/temp_inventory.yaml",
                        "all",
                        "-m",
                        "command",
                        "-a",
                        command)
                .output();
    }

    private List<String> orders() {
        return cloud.requests().stream().filter("POST /instances"::equals).toList();
    }
}
