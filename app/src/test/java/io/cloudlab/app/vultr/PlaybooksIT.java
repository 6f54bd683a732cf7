package io.cloudlab.app.vultr;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The playbooks that look at the cloud and destroy what is in it, by the real Ansible, without a server. */
class PlaybooksIT {
    private static final String REFRESH = "init_playbook/generate-inventory.yaml";
    private static final String STOP = "init_playbook/stop-instances.yaml";
    private static final String STOP_ONE = "init_playbook/stop-single-instance.yaml";
    private static final String HOSTILE = "{{ lookup('pipe', 'touch evil') }}";
    private static final String INVENTORY = "inventory/vultr.yml";

    @TempDir
    Path directory;

    private VultrEmulator cloud;
    private SampleLab lab;

    @BeforeEach
    void start() throws IOException {
        LabTools.require();
        cloud = VultrEmulator.start(directory.resolve("cloud"), 50);
        lab = SampleLab.in(directory, cloud);
    }

    @AfterEach
    void stop() {
        if (cloud != null) cloud.close();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void inventoryHoldsEveryInstanceOfManyPagesUnderANameOfItsOwn() throws Exception {
        IntStream.range(0, 117).forEach(i -> cloud.seed("web-" + i, "mel", "cloudlab", "service-web"));
        String twin = cloud.seed("twin", "mel");
        String other = cloud.seed("twin", "ewr");
        String hostile = cloud.seed(HOSTILE, "mel", HOSTILE, "a b");
        String range = cloud.seed("web[1:9]", "mel");
        String local = cloud.seed("localhost", "mel");

        SampleLab.Run run = lab.play(REFRESH, Map.of());
        JsonNode hosts = lab.hosts(INVENTORY);

        assertThat(run.code()).as(run.output()).isZero();
        assertThat(lab.mode(INVENTORY)).isEqualTo("rw-------");
        assertThat(hosts).hasSize(122);
        assertThat(hosts.at("/web-116/vultr_region").asText()).isEqualTo("mel");
        assertThat(hosts.at("/twin.mel." + twin.substring(0, 8) + "/vultr_id").asText())
                .isEqualTo(twin);
        assertThat(hosts.at("/twin.ewr." + other.substring(0, 8) + "/vultr_region")
                        .asText())
                .isEqualTo("ewr");
        assertThat(host(hosts, range).path("vultr_label").asText()).isEqualTo("web[1:9]");
        assertThat(hosts.has("localhost")).isFalse();
        assertThat(host(hosts, local).path("vultr_label").asText()).isEqualTo("localhost");
        JsonNode literal = host(hosts, hostile);
        assertThat(literal.path("vultr_label").asText()).isEqualTo(HOSTILE);
        assertThat(literal.path("vultr_tags").get(0).asText()).isEqualTo(HOSTILE);
        assertThat(literal.path("inventory_hostname").asText()).matches("[A-Za-z0-9._-]+");
        assertThat(literal.path("group_names").toString()).contains("\"tag_a_b\"");
        assertThat(lab.path().resolve("evil")).doesNotExist();
        assertThat(cloud.requests()).hasSize(3);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void emptyAccountIsAnInventoryWithoutHosts() throws Exception {
        assertThat(lab.play(REFRESH, Map.of()).code()).isZero();

        assertThat(lab.read(INVENTORY)).contains("hosts: {}", "children: {}");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void faultsOfTheCloudAreOutlived() throws Exception {
        cloud.seed("web", "mel");
        cloud.faults()
                .tooMany("GET", "/instances", 2, 1)
                .status("GET", "/instances", 500, 1)
                .status("GET", "/instances", 503, 1)
                .close("GET", "/instances", 1);
        long start = System.nanoTime();

        SampleLab.Run run = lab.play(REFRESH, Map.of());

        assertThat(run.code()).as(run.output()).isZero();
        assertThat(run.output()).contains("Pausing for 2 seconds");
        assertThat(System.nanoTime() - start).isGreaterThan(2_000_000_000L);
        assertThat(cloud.requests()).hasSize(5);
        assertThat(lab.read(INVENTORY)).contains("web");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void cloudThatStaysAwayFailsTheRunAndLeavesTheInventoryAsItWas() throws Exception {
        lab.write(INVENTORY, "as it was");
        cloud.faults().status("GET", "/instances", 503, 100);

        SampleLab.Run run = lab.play(REFRESH, Map.of());

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.output()).contains("The cloud answered 503 to GET /instances: A fault that was asked for.");
        assertThat(cloud.requests()).hasSize(5);
        assertThat(lab.read(INVENTORY)).isEqualTo("as it was");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void refusedKeyFailsAtOnceAndIsNotPrinted() throws Exception {
        lab.write("vault/secrets.yml", "vultr_api_key: ANOTHER-KEY-9876543210\n");

        SampleLab.Run run = lab.play(REFRESH, Map.of());

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.output())
                .contains("The cloud does not accept the API key (401).")
                .doesNotContain("9876543210");
        assertThat(run.events().toString()).contains("does not accept").doesNotContain("9876543210");
        assertThat(cloud.requests()).hasSize(1);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void wrongEndpointIsNoEmptyAccount() throws Exception {
        lab.with("VULTR_API_ENDPOINT", cloud.endpoint() + "/elsewhere");

        SampleLab.Run run = lab.play(REFRESH, Map.of());

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.output()).contains("The cloud answered 404");
        assertThat(lab.path().resolve(INVENTORY)).doesNotExist();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void secretsMayBeEncryptedAndWhatIsWrongWithThemIsSaid() throws Exception {
        Files.writeString(directory.resolve("password"), "correct horse battery\n");
        SampleLab.Run encrypted = lab.run(
                lab.path(),
                "ansible-vault",
                "encrypt",
                "--vault-password-file",
                directory.resolve("password").toString(),
                "vault/secrets.yml");
        assertThat(encrypted.code()).as(encrypted.output()).isZero();

        SampleLab.Run without = lab.play(REFRESH, Map.of());
        lab.with("ANSIBLE_VAULT_PASSWORD_FILE", directory.resolve("password").toString());
        SampleLab.Run with = lab.play(REFRESH, Map.of());
        Files.delete(lab.path().resolve("vault/secrets.yml"));
        SampleLab.Run none = lab.play(REFRESH, Map.of());

        assertThat(without.code()).isEqualTo(2);
        assertThat(without.output()).contains("vault/secrets.yml cannot be read.");
        assertThat(with.code()).as(with.output()).isZero();
        assertThat(none.code()).isEqualTo(2);
        assertThat(none.output()).contains("There is no API key.");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void stoppingAServiceTouchesNothingElseAndStoppingAllNothingThatIsNotOurs() throws Exception {
        String untagged = cloud.seed("web", "mel", "web", "service-web");
        String other = cloud.seed("wiki", "mel", "cloudlab", "service-wiki");
        cloud.seed("web-1", "mel", "cloudlab", "service-web");
        cloud.seed("web-2", "ewr", "cloudlab", "service-web");
        cloud.faults().status("DELETE", "/instances/.*", 500, 1).close("DELETE", "/instances/.*", 1);

        SampleLab.Run service = lab.play(STOP, Map.of("service_filter", "web"));

        assertThat(service.code()).as(service.output()).isZero();
        assertThat(ids()).containsExactly(untagged, other);
        assertThat(lab.read(INVENTORY)).contains(untagged, other).doesNotContain("web-1", "web-2");

        SampleLab.Run all = lab.play(STOP, Map.of("service_filter", ""));
        SampleLab.Run again = lab.play(STOP, Map.of());
        SampleLab.Run bad = lab.play(STOP, Map.of("service_filter", "../" + HOSTILE));

        assertThat(all.code()).as(all.output()).isZero();
        assertThat(again.code()).as(again.output()).isZero();
        assertThat(bad.code()).isEqualTo(2);
        assertThat(ids()).containsExactly(untagged);
        assertThat(lab.path().resolve("evil")).doesNotExist();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void whatCannotBeDestroyedIsNamedAndTheRestIsGone() throws Exception {
        String stubborn = cloud.seed("stubborn", "mel", "cloudlab", "service-web");
        cloud.seed("meek", "mel", "cloudlab", "service-web");
        cloud.faults().status("DELETE", "/instances/" + stubborn, 503, 100);

        SampleLab.Run run = lab.play(STOP, Map.of());

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.output()).contains("1 of 2 instances could not be destroyed: stubborn", "503");
        assertThat(ids()).containsExactly(stubborn);
        assertThat(lab.read(INVENTORY)).contains(stubborn).doesNotContain("meek");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void cloudThatAsksForAPauseGetsItBeforeTheRestIsDestroyed() throws Exception {
        cloud.seed("one", "mel", "cloudlab", "service-web");
        cloud.seed("two", "mel", "cloudlab", "service-web");
        cloud.faults().tooMany("DELETE", "/instances/.*", 3, 1);

        SampleLab.Run run = lab.play(STOP, Map.of());

        assertThat(run.code()).as(run.output()).isZero();
        assertThat(ids()).isEmpty();
        assertThat(run.output()).contains("Pausing for 3 seconds");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void inventoryOfOtherHostsOutlivesTheInstancesOfItsService() throws Exception {
        cloud.seed("web", "mel", "cloudlab", "service-test-ubuntu");
        String own = "all:\n  hosts:\n    printer:\n      ansible_host: 203.0.113.9\n";
        cloud.seed("wiki", "mel", "cloudlab", "service-site-report");
        Path nested = lab.path().resolve("services/site-report/outputs/temp_inventory.yaml");
        Files.createDirectories(nested.getParent());
        Files.writeString(nested, "web:\n  hosts:\n    printer:\n      ansible_host: 203.0.113.9\n");
        Path inventory = lab.path().resolve("services/test-ubuntu/outputs/temp_inventory.yaml");
        Files.createDirectories(inventory.getParent());
        Files.writeString(inventory, own);

        SampleLab.Run run = lab.play(STOP, Map.of());

        assertThat(run.code()).as(run.output()).isZero();
        assertThat(run.output()).contains("holds hosts that are no instances");
        assertThat(inventory).hasContent(own);
        assertThat(nested).isNotEmptyFile();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void oneInstanceIsStoppedOnlyWhereItIsTheOnlyOne() throws Exception {
        String mel = cloud.seed("twin", "mel");
        String ewr = cloud.seed("twin", "ewr");
        String double1 = cloud.seed("double", "mel");
        String double2 = cloud.seed("double", "mel");
        String hostile = cloud.seed(HOSTILE + " a=b", "mel");

        SampleLab.Run none = lab.play(STOP_ONE, Map.of("label", "twin", "region", "fra"));
        SampleLab.Run two = lab.play(STOP_ONE, Map.of("label", "double", "region", "mel"));
        SampleLab.Run nameless = lab.play(STOP_ONE, Map.of("region", "mel"));

        assertThat(List.of(none.code(), two.code(), nameless.code())).containsOnly(2);
        assertThat(none.output()).contains("No instance labelled twin in fra: nothing is stopped.");
        assertThat(two.output()).contains("2 instances labelled double in mel: nothing is stopped.");
        assertThat(ids()).containsExactly(mel, ewr, double1, double2, hostile);

        SampleLab.Run one = lab.play(STOP_ONE, Map.of("label", "twin", "region", "mel"));
        SampleLab.Run literal = lab.play(STOP_ONE, Map.of("label", HOSTILE + " a=b", "region", "mel"));

        assertThat(one.code()).as(one.output()).isZero();
        assertThat(literal.code()).as(literal.output()).isZero();
        assertThat(ids()).containsExactly(ewr, double1, double2);
        assertThat(lab.path().resolve("evil")).doesNotExist();
    }

    private List<String> ids() {
        return cloud.instances().stream()
                .map(instance -> instance.path("id").asText())
                .toList();
    }

    private static JsonNode host(JsonNode hosts, String id) {
        for (JsonNode host : hosts) if (host.path("vultr_id").asText().equals(id)) return host;
        throw new AssertionError("no host has the id " + id);
    }
}
