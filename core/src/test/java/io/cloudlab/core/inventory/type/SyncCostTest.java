package io.cloudlab.core.inventory.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.inventory.item.Item;
import io.cloudlab.core.inventory.item.ItemFilter;
import io.cloudlab.core.inventory.sync.InventorySync;
import io.cloudlab.core.jobs.job.Concurrency;
import io.cloudlab.core.jobs.job.Job;
import io.cloudlab.core.jobs.job.JobStatus;
import io.cloudlab.core.services.ActiveDeployment;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.shared.PageRequest;
import io.cloudlab.core.shared.Unavailable;
import io.cloudlab.core.testing.CountedReads;
import io.cloudlab.core.testing.SampleJobs;
import io.cloudlab.core.testing.TestCloudLab;
import io.cloudlab.core.testing.contract.StoresContract;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What it costs to keep objects in step with jobs that end, one after the other. */
class SyncCostTest {
    private static final int SERVICES = 40;

    private final CountedReads reads = new CountedReads();
    private final TestCloudLab lab = new TestCloudLab(builder -> builder.withoutJobs(), reads::in);
    private final Caller root = Caller.system("test");

    SyncCostTest() {
        for (int each = 0; each < SERVICES; each++) lab.lab().catalogue().add("s" + each);
        lab.lab()
                .types()
                .set(
                        type("deployment", SyncAdapter.DEPLOYMENTS, "job_id", "status", "hostname"),
                        type("service", SyncAdapter.SERVICES, "name", "status"));
        sync().runDue();
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private static ItemType type(String slug, SyncAdapter adapter, String... fields) {
        List<Field> all = List.of(fields).stream()
                .map(field -> Field.of(field, FieldType.STRING))
                .toList();
        return new ItemType(new TypeSlug(slug), slug, null, "", all, List.of(), adapter);
    }

    private InventorySync sync() {
        return lab.cloudLab().inventorySync();
    }

    private List<Item> all(String slug) {
        return lab.cloudLab()
                .items()
                .list(root, slug, ItemFilter.ALL, new PageRequest(1, 200))
                .items();
    }

    private Job ended(int number) {
        Job queued = SampleJobs.queued(number, "s0", Concurrency.EXCLUSIVE);
        Job job = SampleJobs.ended(queued, JobStatus.COMPLETED, StoresContract.NOON.plusSeconds(number), 10);
        lab.stores().jobs().insert(job);
        return job;
    }

    /** @return how many jobs and objects were read to bring objects in step with one that ended */
    private long follow(Job job) {
        reads.take();
        sync().ended(job);
        sync().runDue();
        return reads.take();
    }

    @Test
    void oneMoreDeployCostsTheSameHoweverManyThereAre() {
        long first = follow(ended(1));
        for (int each = 2; each <= 300; each++) ended(each);
        sync().changed(SyncAdapter.DEPLOYMENTS);
        sync().runDue();
        assertThat(lab.stores().items().ofSource(new TypeSlug("deployment"), "deployments"))
                .as("all of them")
                .hasSize(300);

        assertThat(follow(ended(301))).isEqualTo(first).isBetween(1L, 5L);
        assertThat(lab.stores()
                        .items()
                        .ofSource(new TypeSlug("deployment"), new Item.Source("deployments", "0000012d")))
                .isPresent();
    }

    @Test
    void everyJobThatEndedBeforeTheObjectsFollowCounts() {
        lab.lab()
                .catalogue()
                .deployment(new ActiveDeployment(new ServiceName("s0"), List.of("web01"), StoresContract.NOON));
        sync().ended(ended(2));
        sync().ended(ended(1));

        sync().runDue();

        assertThat(all("deployment"))
                .extracting(item -> item.data().get("hostname"))
                .containsExactly("web01", "web01");
        assertThat(all("service"))
                .filteredOn(item -> "deployed".equals(item.data().get("status")))
                .extracting(item -> item.data().get("name"))
                .containsExactly("s0");
    }

    @Test
    void objectOfAServiceThatIsGoneGoesAndTheOthersStay() {
        Job job = ended(1);
        follow(job);
        lab.lab().catalogue().remove(new ServiceName("s0"));
        sync().ended(job);

        sync().runDue();

        assertThat(all("service")).hasSize(SERVICES - 1);
        assertThat(all("deployment")).hasSize(1);
    }

    @Test
    void whatCouldNotFollowFollowsLater() {
        lab.lab().catalogue().away(true);
        sync().ended(ended(1));
        sync().runDue();
        assertThat(all("deployment")).hasSize(1);
        assertThatThrownBy(() -> sync().run(root, "service")).isInstanceOf(Unavailable.class);

        lab.lab()
                .catalogue()
                .deployment(new ActiveDeployment(new ServiceName("s0"), List.of("web01"), StoresContract.NOON));
        lab.lab().catalogue().away(false);
        sync().runDue();

        assertThat(all("service"))
                .filteredOn(item -> "deployed".equals(item.data().get("status")))
                .hasSize(1);
    }
}
