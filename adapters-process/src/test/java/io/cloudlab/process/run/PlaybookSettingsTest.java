package io.cloudlab.process.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.jobs.job.JobRunner;
import io.cloudlab.core.jobs.job.PlayReport.Shortfall;
import io.cloudlab.core.testing.Host;
import io.cloudlab.process.JobOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which configuration and which inventory the real Ansible uses in a job, with the plugins of the sample lab. */
@Tag("slow")
class PlaybookSettingsTest {
    @TempDir
    Path root;

    private JobsOnDisk here;
    private Path service;

    @BeforeEach
    void open() throws IOException {
        boolean installed = Files.isExecutable(Path.of("/usr/bin/ansible-playbook"));
        Host.require(installed, "ansible-core");
        here = new JobsOnDisk(root, JobOptions.DEFAULT);
        for (String file :
                List.of("ansible.cfg", "callback_plugins/clm_events.py", "inventory_plugins/clm_unparsed.py")) {
            Files.createDirectories(here.lab.resolve(file).getParent());
            Files.copy(Path.of("../cloudlab", file), here.lab.resolve(file));
        }
        service = Files.createDirectories(here.lab.resolve("services/web"));
        write(
                "play.yaml",
                "- {hosts: localhost, connection: local, gather_facts: false, tasks: [{debug: {msg: hello}}]}");
    }

    @AfterEach
    void close() {
        if (here != null) here.close();
    }

    @Test
    void playbookWithoutInventoryRunsOnTheImplicitLocalhost() {
        assertEnds(play("play.yaml"), 0, Shortfall.NONE);
    }

    @Test
    void missingOrBrokenInventoryFailsAndIsTold() throws IOException {
        write("broken.yaml", "all: [not, an, inventory");
        for (String inventory : List.of("missing.yaml", "broken.yaml")) {
            assertEnds(play("-i", inventory, "play.yaml"), 1, Shortfall.NO_INVENTORY);
        }
    }

    @Test
    void oneBrokenInventoryOfTwoFails() throws IOException {
        write("good", "localhost ansible_connection=local\n");
        assertThat(play("-i", "good", "-i", "missing.yaml", "play.yaml").code()).isNotZero();
        assertThat(play("-i", "good", "play.yaml").code()).isZero();
    }

    @Test
    void configurationOfTheServiceWinsAndEventsAreReportedAllTheSame() throws IOException {
        write("ansible.cfg", """
                [defaults]
                inventory = hosts ; next to this file
                callback_plugins = plugins
                callbacks_enabled = shout
                roles_path: my_roles
                """);
        write("hosts", "[web]\nlocalhost ansible_connection=local\n");
        write("plugins/shout.py", """
                from ansible.plugins.callback import CallbackBase
                class CallbackModule(CallbackBase):
                    CALLBACK_VERSION, CALLBACK_TYPE, CALLBACK_NAME = 2.0, 'notification', 'shout'
                    CALLBACK_NEEDS_ENABLED = True
                    def v2_playbook_on_start(self, playbook): self._display.display('SHOUT')
                """);
        write("my_roles/greet/tasks/main.yml", "- debug: {msg: from a role of the service}\n");
        write("play.yaml", "- {hosts: web, gather_facts: false, roles: [greet]}");

        JobsOnDisk.Run run = play("play.yaml");

        JobRunner.End.Exited end = assertEnds(run, 0, Shortfall.NONE);
        assertThat(run.lines()).contains("SHOUT").anyMatch(line -> line.contains("from a role of the service"));
        assertThat(end.plays().hosts()).containsOnlyKeys("localhost");
    }

    @Test
    void inventoryOfTheServicesConfigurationThatIsMissingFails() throws IOException {
        write("ansible.cfg", "[defaults]\ninventory = missing\n");
        assertThat(play("play.yaml").code()).isNotZero();
    }

    @Test
    void playThatEndsEarlyOrHasNothingToDoIsNoShortfall() throws IOException {
        String head = "- hosts: localhost\n  connection: local\n  gather_facts: false\n";
        for (String play : List.of(
                head + "  tasks: [{meta: end_play}, {debug: {msg: never}}]\n",
                head + "  tasks: []\n",
                head + "  tasks: [{debug: {msg: tagged}, tags: [other]}]\n")) {
            write("play.yaml", play);
            assertEnds(play("play.yaml", "--tags", "mine"), 0, Shortfall.NONE);
        }
    }

    @Test
    void playThatMatchesNoHostIsAShortfall() throws IOException {
        write("play.yaml", "- {hosts: elsewhere, tasks: [{debug: {msg: never}}]}");
        assertEnds(play("play.yaml"), 0, Shortfall.NO_HOSTS);
    }

    private static JobRunner.End.Exited assertEnds(JobsOnDisk.Run run, int code, Shortfall shortfall) {
        JobRunner.End.Exited end = (JobRunner.End.Exited) run.end();
        assertThat(end.code()).as(run.lines().toString()).isEqualTo(code);
        assertThat(end.plays().shortfall()).as(run.lines().toString()).isEqualTo(shortfall);
        return end;
    }

    private void write(String file, String content) throws IOException {
        Path path = service.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
    }

    private JobsOnDisk.Run play(String... arguments) {
        JobsOnDisk.Run run = here.accept();
        List<String> command = new java.util.ArrayList<>(List.of("ansible-playbook"));
        command.addAll(List.of(arguments));
        here.runner()
                .start(
                        new JobRunner.Launch(run.id, run.nonce, "services/web", List.of(command), Map.of(), Map.of()),
                        run);
        return run;
    }
}
