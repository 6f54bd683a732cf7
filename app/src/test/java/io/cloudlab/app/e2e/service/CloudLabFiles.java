package io.cloudlab.app.e2e.service;

import io.cloudlab.app.e2e.TestLab;
import io.cloudlab.core.testing.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A lab whose playbooks pretend that {@code cloud.yml} in it is the cloud, and write what they are handed into files.
 * Needs ansible-core.
 */
public record CloudLabFiles(TestLab lab) {
    private static final String PLAY = "- hosts: localhost\n  connection: local\n  gather_facts: false\n  tasks:\n";
    private static final Path SAMPLE = Path.of("..", "cloudlab");

    public static CloudLabFiles in(Path directory) throws IOException {
        boolean installed = Files.isExecutable(Path.of("/usr/bin/ansible-playbook"));
        Host.require(installed, "ansible-core");
        CloudLabFiles files = new CloudLabFiles(TestLab.in(directory));
        for (String same :
                List.of("ansible.cfg", "callback_plugins/clm_events.py", "inventory_plugins/clm_unparsed.py"))
            files.write(same, Files.readString(SAMPLE.resolve(same)));
        files.playbook(
                "generate-inventory",
                "    - stat: {path: '{{ playbook_dir }}/../cloud.yml'}\n"
                        + "    - copy: {src: '{{ playbook_dir }}/../cloud.yml', dest: '{{ playbook_dir }}/../inventory/vultr.yml', mode: '0600'}\n");
        files.playbook(
                "stop-single-instance",
                "    - copy: {dest: '{{ playbook_dir }}/../stopped.json', content: '{{ {\"label\": label, \"region\": region} | to_json }}'}\n");
        files.playbook(
                "stop-instances",
                "    - copy: {dest: '{{ playbook_dir }}/../filter.json', content: '{{ [service_filter] | to_json }}'}\n");
        Files.createDirectories(directory.resolve("inventory"));
        return files;
    }

    Path path(String relative) {
        return lab.path().resolve(relative);
    }

    CloudLabFiles write(String relative, String content) throws IOException {
        Files.createDirectories(path(relative).getParent());
        Files.writeString(path(relative), content);
        return this;
    }

    /** Replaces one of the playbooks, which runs on this machine. */
    public CloudLabFiles playbook(String name, String tasks) throws IOException {
        return write("init_playbook/" + name + ".yaml", PLAY + tasks);
    }

    /** From now on the cloud has these instances, all in region {@code mel} and of service {@code web}. */
    CloudLabFiles cloud(String... labels) throws IOException {
        StringBuilder yaml = new StringBuilder("all:\n  hosts:").append(labels.length == 0 ? " {}\n" : "\n");
        for (String label : labels) {
            yaml.append("    \"")
                    .append(label)
                    .append("\":\n      vultr_label: !unsafe \"")
                    .append(label);
            yaml.append("\"\n      vultr_region: mel\n      vultr_tags: [cloudlab, service-web]\n");
        }
        return write("cloud.yml", yaml.toString());
    }
}
