package io.cloudlab.app.vultr;

import io.cloudlab.core.testing.Host;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The programs that tests of the lab need: missing ones fail a test in CI, and let it be skipped elsewhere. */
public final class LabTools {
    private static final List<String> DIRECTORIES =
            List.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin");
    private static final List<String> NEEDED = List.of("ansible-playbook", "sshd", "ssh", "ssh-keygen");

    private LabTools() {}

    public static void require() {
        List<String> missing =
                NEEDED.stream().filter(tool -> !isInstalled(tool)).toList();
        Host.require(missing.isEmpty(), String.join(", ", missing));
    }

    private static boolean isInstalled(String tool) {
        return DIRECTORIES.stream().anyMatch(directory -> Files.isExecutable(Path.of(directory, tool)));
    }
}
