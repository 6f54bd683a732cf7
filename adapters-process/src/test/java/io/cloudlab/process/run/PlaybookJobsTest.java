package io.cloudlab.process.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cloudlab.core.jobs.job.HostTotals;
import io.cloudlab.core.jobs.job.JobRunner;
import io.cloudlab.core.jobs.job.PlayReport;
import io.cloudlab.core.jobs.job.PlayReport.Shortfall;
import io.cloudlab.core.testing.Host;
import io.cloudlab.core.vault.AnsibleVault;
import io.cloudlab.process.JobOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Playbooks as jobs, with the real Ansible. */
@Tag("slow")
class PlaybookJobsTest {
    private static final String HOSTILE = "{{ lookup('pipe', 'touch evil') }} a=b c=d\n'\"\u00fc";

    @TempDir
    Path root;

    private JobsOnDisk here;

    @BeforeEach
    void open() throws IOException {
        boolean installed = Files.isExecutable(Path.of("/usr/bin/ansible-playbook"));
        Host.require(installed, "ansible-core");
        here = new JobsOnDisk(root, JobOptions.DEFAULT);
    }

    @AfterEach
    void close() {
        if (here != null) here.close();
    }

    @Test
    void valuesArriveLiterallyWhateverTheyHold() throws Exception {
        playbook("    - copy: {dest: '{{ out }}', content: '{{ {\"label\": label, \"all\": all} | to_json }}'}");
        Path out = root.resolve("out.json");
        Map<String, Object> deep = new LinkedHashMap<>();
        deep.put("text", HOSTILE);
        deep.put("list", Arrays.asList(HOSTILE, 5, true, null));

        JobsOnDisk.Run run = play(Map.of("out", out.toString(), "label", HOSTILE, "all", deep));

        assertThat(run.code()).as(run.lines().toString()).isZero();
        JsonNode seen = JsonMapper.builder().build().readTree(out.toFile());
        assertThat(seen.path("label").asText()).isEqualTo(HOSTILE);
        assertThat(seen.at("/all/text").asText()).isEqualTo(HOSTILE);
        assertThat(seen.at("/all/list/0").asText()).isEqualTo(HOSTILE);
        assertThat(seen.at("/all/list/1").asInt()).isEqualTo(5);
        assertThat(seen.at("/all/list/3").isNull()).isTrue();
        assertThat(here.lab.resolve("evil")).doesNotExist();
    }

    @Test
    void valuesStandInAPrivateFileThatGoesWithTheJob() throws Exception {
        Files.writeString(
                here.lab.resolve("look.sh"),
                "stat -c %a \"${1#@}\"; grep -c hunter22 \"${1#@}\"; cat /proc/$PPID/cmdline /proc/$$/cmdline | tr '\\0' ' '");

        JobsOnDisk.Run run = here.accept();
        here.start(
                run, List.of(List.of("bash", "look.sh", JobRunner.VARIABLES)), Map.of(), Map.of("label", "hunter22"));

        assertThat(run.code()).as(run.lines().toString()).isZero();
        assertThat(run.lines().subList(0, 3)).containsExactly("$ bash look.sh @variables.json", "600", "1");
        assertThat(run.lines().toString()).doesNotContain("hunter22");
        assertThat(here.folder(run).variables()).doesNotExist();
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(here.folder(run).path())))
                .isEqualTo("rwx------");
    }

    @Test
    void vaultPasswordIsHandedOverWithoutStandingAnywhere() throws Exception {
        AnsibleVault vault = new AnsibleVault("open sesame".toCharArray());
        Files.write(here.lab.resolve("secrets.yml"), vault.encrypt("key: the-api-key\n".getBytes(UTF_8)));
        playbook("    - include_vars: secrets.yml\n    - debug: {msg: '{{ key | length }} characters'}\n"
                + "    - command: cat {{ lookup('env', 'ANSIBLE_VAULT_PASSWORD_FILE') }} /proc/self/cmdline\n"
                + "      register: seen\n    - debug: {var: seen.stdout}");
        JobsOnDisk.Run run = here.accept();

        here.start(
                run,
                List.of(List.of("ansible-playbook", "-i", "localhost,", "play.yaml")),
                Map.of(JobRunner.VAULT_PASSWORD, "open sesame"));

        assertThat(run.code()).as(run.lines().toString()).isZero();
        assertThat(run.lines()).anyMatch(line -> line.contains("11 characters"));
        assertThat(run.lines().toString())
                .contains("CLOUDLAB_JOB_VAULT_PASSWORD")
                .doesNotContain("sesame");
        Path helper = here.jobs.resolve(".scripts/vault-password.sh");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(helper)))
                .isEqualTo("r-x------");
    }

    @Test
    void playsTellWhatTheyDidAlsoAfterARestart() throws Exception {
        Files.createDirectory(here.lab.resolve("callback_plugins"));
        Files.writeString(here.lab.resolve("callback_plugins/clm_events.py"), """
                import json, os
                from ansible.plugins.callback import CallbackBase
                class CallbackModule(CallbackBase):
                    CALLBACK_VERSION, CALLBACK_TYPE, CALLBACK_NAME = 2.0, 'notification', 'clm_events'
                    def write(self, **event):
                        with open(os.environ['CLM_EVENTS_FILE'], 'a') as out: out.write(json.dumps(event) + '\\n')
                    def v2_playbook_on_no_hosts_matched(self): self.write(ev='no_hosts')
                    def v2_playbook_on_stats(self, stats):
                        self.write(ev='stats', hosts={h: stats.summarize(h) for h in stats.processed})
                """);
        Files.writeString(
                here.lab.resolve("ansible.cfg"),
                "[defaults]\ncallback_plugins = callback_plugins\ncallbacks_enabled = clm_events\n");
        playbook("    - command: echo hello\n- hosts: nobody\n  tasks: []");
        JobsOnDisk.Run run = play(Map.of());

        JobRunner.End.Exited end = (JobRunner.End.Exited) run.end();

        PlayReport expected =
                new PlayReport(Map.of("localhost", new HostTotals(1, 1, 0, 0, 0, 0, 0)), Shortfall.NO_HOSTS, Set.of());
        assertThat(end.code()).as(run.lines().toString()).isZero();
        assertThat(end.plays()).isEqualTo(expected);
        here.restart();
        JobsOnDisk.Run again = here.sameAs(run);
        again.attach();
        assertThat(((JobRunner.End.Exited) again.end()).plays()).isEqualTo(expected);
    }

    @Test
    void missingInventoryIsAFailure() throws Exception {
        playbook("    - debug: {msg: hello}");

        JobsOnDisk.Run run =
                here.start(List.of(List.of("ansible-playbook", "-i", "missing.yaml", "play.yaml")), Map.of());

        assertThat(run.code()).isNotZero();
        assertThat(run.lines().toString()).contains("missing.yaml");
    }

    @Test
    void jobWithoutAVaultPasswordIsNotPointedToOne() {
        JobsOnDisk.Run run = here.start(List.of(List.of("env")), Map.of());

        assertThat(run.code()).isZero();
        assertThat(run.lines().toString()).doesNotContain("VAULT");
    }

    @Test
    void playbookMayBeHandedNothing() throws Exception {
        playbook("    - debug: {msg: 'it is {{ 6 * 7 }}'}");

        JobsOnDisk.Run run = play(Map.of());

        assertThat(run.code()).as(run.lines().toString()).isZero();
        assertThat(run.lines()).anyMatch(line -> line.contains("it is 42"));
    }

    private void playbook(String tasks) throws IOException {
        Files.writeString(
                here.lab.resolve("play.yaml"),
                "- hosts: localhost\n  connection: local\n  gather_facts: false\n  tasks:\n" + tasks + "\n");
    }

    private JobsOnDisk.Run play(Map<String, Object> variables) {
        JobsOnDisk.Run run = here.accept();
        here.start(
                run,
                List.of(List.of("ansible-playbook", "-i", "localhost,", "-e", JobRunner.VARIABLES, "play.yaml")),
                Map.of(),
                variables);
        return run;
    }
}
