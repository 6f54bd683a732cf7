package io.cloudlab.core.instances;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.jobs.job.Job;
import io.cloudlab.core.jobs.job.Phase;
import io.cloudlab.core.jobs.job.PlayReport;
import io.cloudlab.core.testing.Eventually;
import io.cloudlab.core.testing.TestCloudLab;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;

/** A lab whose playbooks a test brings to their ends. */
abstract class InstancesFixture {
    static final Duration LONG = Duration.ofSeconds(40);

    final TestCloudLab lab = new TestCloudLab();
    final Caller admin = lab.cloudLab().system("test");

    @AfterEach
    void close() {
        lab.close();
    }

    final Instances instances() {
        return lab.cloudLab().instances();
    }

    final Set<String> known() {
        return instances().cached(admin).inventory().hosts().keySet();
    }

    static List<String> playbook(String name) {
        return List.of(
                "ansible-playbook", "-i", "localhost,", "-e", "@variables.json", "init_playbook/" + name + ".yaml");
    }

    final Job ended(Job job, int code) throws InterruptedException {
        return ended(job, code, PlayReport.NONE);
    }

    /** The playbooks say that these are gone. */
    final Job destroyed(Job job, String... ids) throws InterruptedException {
        return destroyed(job, 0, ids);
    }

    final Job destroyed(Job job, int code, String... ids) throws InterruptedException {
        return ended(job, code, new PlayReport(Map.of(), PlayReport.Shortfall.NONE, Set.of(ids)));
    }

    private Job ended(Job job, int code, PlayReport plays) throws InterruptedException {
        lab.lab().runner().awaitStart(job.id());
        Eventually.until(
                "it runs",
                () -> lab.stores().jobs().find(job.id()).orElseThrow().phase() == Phase.RUNNING);
        lab.lab().runner().finish(job.id(), code, plays);
        lab.cloudLab().jobs().await(admin, job.id(), LONG);
        return lab.stores().jobs().find(job.id()).orElseThrow();
    }

    /** The cloud holds these, and that has been noticed. */
    final void refreshed(String... labels) throws InterruptedException {
        lab.lab().inventory().holds(labels);
        ended(instances().refresh(admin), 0);
    }
}
