package io.cloudlab.process.run;

import io.cloudlab.process.job.JobFolder;
import java.nio.file.Path;

/**
 * What Ansible tells ssh besides its own: a host that is not known yet is remembered, one that has changed is refused.
 * Each service remembers its own hosts, since the addresses of clouds are used again; jobs of no service remember none.
 */
final class SshArguments {
    private SshArguments() {}

    /** @param directory where the job runs, relative to the lab directory */
    static String of(Path lab, String directory, JobFolder folder) {
        Path relative = Path.of(directory).normalize();
        boolean service = relative.getNameCount() == 2 && relative.startsWith("services");
        Path hosts = (service ? lab.resolve(relative).resolve("outputs") : folder.temporary()).resolve("known_hosts");
        return "-o StrictHostKeyChecking=accept-new -o " + word("UserKnownHostsFile=\"" + literal(hosts) + "\"");
    }

    /** ssh replaces what a percent sign or <code>${</code> begins. */
    private static String literal(Path path) {
        return path.toString().replace("%", "%%").replace("\"", "\\\"");
    }

    /** As Ansible splits it: like a shell. */
    private static String word(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
