package io.cloudlab.process.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.process.job.JobFolder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SshArgumentsTest {
    private static final Path LAB = Path.of("/srv/my lab's 100%");
    private static final JobFolder FOLDER = new JobFolder(Path.of("/data/jobs/0f3c9a1e"));

    @Test
    void hostsOfAServiceAreRememberedByIt() {
        assertThat(SshArguments.of(LAB, "services/web", FOLDER))
                .isEqualTo("-o StrictHostKeyChecking=accept-new -o"
                        + " 'UserKnownHostsFile=\"/srv/my lab'\\''s 100%%/services/web/outputs/known_hosts\"'");
    }

    @Test
    void otherJobsRememberNone() {
        for (String directory : new String[] {"", "init_playbook", "services", "services/web/..", "services/a/b"})
            assertThat(SshArguments.of(LAB, directory, FOLDER))
                    .as(directory)
                    .endsWith("'UserKnownHostsFile=\"/data/jobs/0f3c9a1e/tmp/known_hosts\"'");
    }
}
