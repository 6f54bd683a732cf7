package io.cloudlab.core.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.inventory.Field;
import io.cloudlab.core.inventory.FieldType;
import io.cloudlab.core.inventory.ItemFilter;
import io.cloudlab.core.inventory.ItemType;
import io.cloudlab.core.inventory.SyncAdapter;
import io.cloudlab.core.inventory.TypeSlug;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.shared.PageRequest;
import io.cloudlab.core.testing.Eventually;
import io.cloudlab.core.testing.TestCloudLab;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ForgottenDeploysTest {
    private static final JobLimits LIMITS =
            new JobLimits(4, Duration.ofSeconds(1), Duration.ofDays(1), 1_000, 1L << 30);

    private final TestCloudLab lab = new TestCloudLab(builder -> builder.jobLimits(LIMITS));
    private final Caller root = Caller.system("test");

    @AfterEach
    void close() {
        lab.close();
    }

    private long deployments() {
        return lab.cloudLab()
                .inventory()
                .items()
                .list(root, "deployment", ItemFilter.ALL, new PageRequest(1, 1))
                .total();
    }

    @Test
    void deploymentGoesWithItsJob() throws InterruptedException {
        lab.lab().catalogue().add("hello");
        Field job = Field.of("job_id", FieldType.STRING).asRequired().asUnique();
        lab.lab()
                .types()
                .set(new ItemType(
                        new TypeSlug("deployment"),
                        "Deployment",
                        null,
                        "",
                        List.of(job),
                        List.of(),
                        SyncAdapter.DEPLOYMENTS));
        JobId id = lab.cloudLab().jobs().deploy(root, new ServiceName("hello")).id();
        lab.lab().runner().awaitStart(id);
        lab.lab().runner().finish(id, 0);
        Eventually.until("there is a deployment", () -> deployments() == 1);
        lab.clock().advance(Duration.ofDays(2));

        lab.cloudLab().jobs().sweep();

        assertThat(lab.stores().jobs().find(id)).isEmpty();
        Eventually.until("it is gone", () -> deployments() == 0);
    }
}
