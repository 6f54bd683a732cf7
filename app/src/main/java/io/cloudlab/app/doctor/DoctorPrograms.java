package io.cloudlab.app.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The programs that jobs are run with. */
final class DoctorPrograms {
    private static final Pattern ANSIBLE = Pattern.compile("core (\\d+)\\.(\\d+)");
    private static final long PATIENCE_SECONDS = 30;
    private static final int MAX_OUTPUT = 4_096;

    List<Finding> findings() {
        return List.of(bash(), ansible(), ssh());
    }

    private static Finding bash() {
        return firstLine("bash", "--version")
                .map(version -> Finding.ok("bash", version))
                .orElseGet(
                        () -> Finding.failed("bash", "It cannot be run.", "Install bash; every script is run by it."));
    }

    private static Finding ansible() {
        String mend = "Install ansible-core 2.14 or later; without it, playbooks and cloud instances do not work.";
        Optional<String> version = firstLine("ansible-playbook", "--version");
        if (version.isEmpty()) return Finding.warning("ansible", "ansible-playbook cannot be run.", mend);
        Matcher numbers = ANSIBLE.matcher(version.get());
        boolean enough = numbers.find()
                && Integer.parseInt(numbers.group(1)) * 1_000 + Integer.parseInt(numbers.group(2)) >= 2_014;
        return enough ? Finding.ok("ansible", version.get()) : Finding.warning("ansible", version.get(), mend);
    }

    private static Finding ssh() {
        return firstLine("ssh", "-V")
                .map(version -> Finding.ok("ssh", version))
                .orElseGet(() -> Finding.warning(
                        "ssh",
                        "It cannot be run.",
                        "Install an OpenSSH client; Ansible reaches other machines by it."));
    }

    /** Empty if the program is missing, fails, or prints nothing. */
    private static Optional<String> firstLine(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            try (InputStream output = process.getInputStream()) {
                String text = new String(output.readNBytes(MAX_OUTPUT), StandardCharsets.UTF_8);
                if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0)
                    return Optional.empty();
                return text.lines().findFirst().map(String::strip).filter(line -> !line.isEmpty());
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
