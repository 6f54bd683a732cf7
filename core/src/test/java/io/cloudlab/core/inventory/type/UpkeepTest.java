package io.cloudlab.core.inventory.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.inventory.action.RunAction;
import io.cloudlab.core.inventory.item.FieldSecrets;
import io.cloudlab.core.inventory.item.Item;
import io.cloudlab.core.inventory.item.ItemFilter;
import io.cloudlab.core.inventory.item.Tag;
import io.cloudlab.core.jobs.job.Job;
import io.cloudlab.core.services.ActiveDeployment;
import io.cloudlab.core.services.PublishedOutputs;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.services.ServiceOutput;
import io.cloudlab.core.shared.PageRequest;
import io.cloudlab.core.shared.Unavailable;
import io.cloudlab.core.testing.Eventually;
import io.cloudlab.core.testing.TestCloudLab;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the inventory does by itself. */
@org.junit.jupiter.api.Tag("slow")
class UpkeepTest {
    private static final ServiceName HELLO = new ServiceName("hello");

    private final TestCloudLab lab = new TestCloudLab();
    private final Caller root = Caller.system("test");

    @AfterEach
    void close() {
        lab.close();
    }

    private void types(ItemType... types) {
        lab.lab().types().set(types);
    }

    private static ItemType type(String slug, SyncAdapter adapter, Field... fields) {
        return new ItemType(new TypeSlug(slug), slug, null, "", List.of(fields), List.of(), adapter);
    }

    private List<Item> all(String slug) {
        return lab.cloudLab()
                .items()
                .list(root, slug, ItemFilter.ALL, new PageRequest(1, 100))
                .items();
    }

    private Job deploy() throws InterruptedException {
        Job job = lab.cloudLab().jobs().deploy(root, HELLO);
        lab.lab().runner().awaitStart(job.id());
        lab.lab().runner().finish(job.id(), 0);
        return job;
    }

    @Test
    void endedDeployBecomesADeployment() throws InterruptedException {
        lab.lab().catalogue().add("hello");
        types(type(
                "deployment",
                SyncAdapter.DEPLOYMENTS,
                Field.of("job_id", FieldType.STRING).asRequired().asUnique(),
                Field.of("service_name", FieldType.STRING),
                Field.of("status", FieldType.STRING),
                Field.of("finished_at", FieldType.DATETIME)));
        Job job = deploy();
        Eventually.until("there is a deployment", () -> all("deployment").size() == 1);

        assertThat(all("deployment").get(0).data())
                .containsEntry("job_id", job.id().value())
                .containsEntry("service_name", "hello")
                .containsEntry("status", "completed");
    }

    @Test
    void deploymentKeepsTheHostsItMade() throws InterruptedException {
        lab.lab().catalogue().add("hello");
        types(type(
                "deployment",
                SyncAdapter.DEPLOYMENTS,
                Field.of("job_id", FieldType.STRING).asRequired().asUnique(),
                Field.of("hostname", FieldType.STRING)));
        active("first");
        deploy();
        Eventually.until("the first has a host", () -> hosts().equals(List.of("first")));
        lab.clock().advance(Duration.ofMinutes(1));
        active("second");
        deploy();
        Eventually.until("each has its own", () -> hosts().equals(List.of("first", "second")));
        lab.clock().advance(Duration.ofMinutes(1));
        deploy();
        Eventually.until(
                "the third has found its own there", () -> hosts().equals(List.of("first", "second", "second")));
        Job failed = lab.cloudLab().jobs().deploy(root, HELLO);
        lab.lab().runner().awaitStart(failed.id());
        lab.lab().runner().finish(failed.id(), 1);
        Eventually.until("a failed one has none", () -> hosts().equals(List.of("", "first", "second", "second")));
    }

    private void active(String host) {
        lab.lab()
                .catalogue()
                .deployment(
                        new ActiveDeployment(HELLO, List.of(host), lab.clock().instant()));
    }

    private List<String> hosts() {
        return all("deployment").stream()
                .map(item -> String.valueOf(item.data().getOrDefault("hostname", "")))
                .sorted()
                .toList();
    }

    @Test
    void objectsOfServicesStayWhileTheirDirectoryIsAway() {
        lab.lab().catalogue().add("hello");
        lab.lab().catalogue().add("other");
        types(
                type("service", SyncAdapter.SERVICES, Field.of("name", FieldType.STRING)),
                type("user", SyncAdapter.USERS, Field.of("username", FieldType.STRING)));
        Eventually.until("both are there", () -> all("service").size() == 2);
        List<Item> before = all("service");
        lab.lab().catalogue().away(true);
        lab.setUp("root");
        Eventually.until("others are brought in step", () -> all("user").size() == 1);
        assertThat(all("service")).isEqualTo(before);
        assertThatThrownBy(() -> lab.cloudLab().inventorySync().run(root, "service"))
                .isInstanceOf(Unavailable.class);

        lab.lab().catalogue().remove(HELLO);
        lab.lab().catalogue().away(false);
        Eventually.until("what is gone is gone", () -> all("service").size() == 1);
    }

    @Test
    void jobThatIsOnlyCalledDeployIsNoDeployment() throws InterruptedException {
        lab.lab().catalogue().add("hello");
        Field name = Field.of("job_id", FieldType.STRING).asRequired().asUnique();
        Action action = new Action(
                "deploy",
                "Deploy",
                ActionType.PLAYBOOK,
                Action.Scope.TYPE,
                null,
                null,
                "plays/deploy.yaml",
                Map.of(),
                null,
                false,
                List.of());
        types(
                type("deployment", SyncAdapter.DEPLOYMENTS, name),
                new ItemType(new TypeSlug("box"), "box", null, "", List.of(name), List.of(action), null));
        Job no = lab.cloudLab().itemActions().run(root, "box", new RunAction("deploy", null, Map.of()));
        lab.lab().runner().awaitStart(no.id());
        lab.lab().runner().finish(no.id(), 0);
        Job job = deploy();
        Eventually.until("there is a deployment", () -> !all("deployment").isEmpty());

        assertThat(all("deployment"))
                .singleElement()
                .satisfies(item ->
                        assertThat(item.data()).containsEntry("job_id", job.id().value()));
    }

    @Test
    void publishedCredentialsBecomeSealedObjectsWithTheTagOfTheirService() throws InterruptedException {
        lab.lab().catalogue().add("hello");
        types(new ItemType(
                new TypeSlug("credential"),
                "Credential",
                null,
                "",
                List.of(
                        Field.of("name", FieldType.STRING).asRequired(),
                        Field.of("username", FieldType.STRING),
                        Field.of("value", FieldType.SECRET)),
                List.of(),
                null));
        publish("hunter22");
        deploy();
        Eventually.until("there is a credential", () -> all("credential").size() == 1);
        Item item = all("credential").get(0);
        assertThat(item.data())
                .containsEntry("name", "Administrator")
                .containsEntry("username", "admin")
                .containsEntry("value", FieldSecrets.MASK);
        assertThat(item.tags()).extracting(Tag::name).containsExactly("svc:hello");
        assertThat(lab.stores().items().find(item.id()).toString()).doesNotContain("hunter22");

        publish("hunter23");
        deploy();
        Eventually.until(
                "the new secret is there", () -> all("credential").get(0).version() == 1);
        lab.lab()
                .catalogue()
                .outputs(new PublishedOutputs(HELLO, List.of(), null, List.of("The file cannot be read.")));
        deploy();
        publish("hunter24");
        deploy();
        Eventually.until(
                "the same object holds the newest secret",
                () -> all("credential").get(0).version() == 2);
        assertThat(all("credential").get(0).id()).isEqualTo(item.id());
        lab.lab().catalogue().outputs(PublishedOutputs.none(HELLO));
        deploy();
        Eventually.until("the credential is gone", () -> all("credential").isEmpty());

        publish("hunter25");
        deploy();
        Eventually.until("it is there again", () -> all("credential").size() == 1);
        lab.lab().catalogue().away(true);
        lab.lab().catalogue().outputs(PublishedOutputs.none(HELLO));
        Job job = deploy();
        lab.cloudLab().jobs().await(root, job.id(), Duration.ofSeconds(40));
        lab.cloudLab().inventorySync().ended(lab.stores().jobs().find(job.id()).orElseThrow());
        lab.cloudLab().inventorySync().runDue();
        assertThat(all("credential")).hasSize(1);
        publish("hunter25");
        lab.lab().catalogue().away(false);
        lab.lab().catalogue().remove(HELLO);
        Eventually.until("it is gone with its service", () -> all("credential").isEmpty());
    }

    private void publish(String secret) {
        ServiceOutput password =
                new ServiceOutput("password", ServiceOutput.Type.CREDENTIAL, "Administrator", secret, "admin", "login");
        ServiceOutput url = new ServiceOutput("url", ServiceOutput.Type.URL, "Page", "http://x", null, null);
        lab.lab()
                .catalogue()
                .outputs(new PublishedOutputs(
                        HELLO, List.of(password, url), Instant.parse("2026-03-01T09:00:00Z"), List.of()));
    }

    @Test
    void usersFollowTheirAccounts() {
        types(type(
                "user",
                SyncAdapter.USERS,
                Field.of("username", FieldType.STRING),
                Field.of("status", FieldType.STRING)));
        lab.setUp("root");
        Eventually.until("there is a user", () -> all("user").size() == 1);
        int mira = lab.user("mira").id();
        lab.cloudLab().users().deactivate(root, mira);
        Eventually.until(
                "the user is inactive",
                () -> all("user").stream()
                        .anyMatch(item -> "inactive".equals(item.data().get("status"))));
    }
}
