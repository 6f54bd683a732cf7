package io.cloudlab.app.e2e.terminal;

import io.cloudlab.app.e2e.Api;
import io.cloudlab.app.e2e.RunningServer;
import io.cloudlab.app.e2e.TestLab;
import io.cloudlab.core.CloudLab;
import io.cloudlab.core.access.AclRule;
import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.NewRole;
import io.cloudlab.core.inventory.item.AccessRules;
import io.cloudlab.core.inventory.item.NewItem;
import io.cloudlab.core.testing.OpenSshServer;
import io.cloudlab.core.vault.MasterKey;
import io.cloudlab.persistence.JdbiPersistence;
import io.cloudlab.process.LabDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/**
 * A lab whose service {@code wiki} has made hosts on which terminals can be opened, each an object of the inventory. A role
 * {@value #ROLE} may open them, but for those that are closed to it.
 */
public final class TerminalLab {
    public static final String ROLE = "Terminals";

    private static final String TYPE = """
            slug: server
            label: Server
            fields:
              - {name: hostname, type: string, required: true, unique: true, searchable: true}
              - {name: ip_address, type: string}
            actions:
              - {name: ssh, label: Terminal, type: ssh}
            """;

    private final Path directory;
    private final Path outputs;
    private final MasterKey key = MasterKey.generate();
    private final Map<String, Host> hosts = new LinkedHashMap<>();
    private final Map<String, Long> objects = new LinkedHashMap<>();

    private record Host(int port, Path key) {}

    private TerminalLab(Path directory, Path outputs) {
        this.directory = directory;
        this.outputs = outputs;
    }

    /**
     * @param directory for everything that is kept
     * @param privateKey opens all hosts
     */
    public static TerminalLab in(Path directory, Path privateKey) throws IOException {
        Path lab = directory.resolve("lab");
        TestLab.in(lab).service("wiki", "true");
        Path types = Files.createDirectories(lab.resolve("inventory_types"));
        Files.writeString(types.resolve("server.yaml"), TYPE);
        Path outputs = Files.createDirectories(lab.resolve("services/wiki/outputs"));
        Files.copy(privateKey, outputs.resolve("id_ed25519"));
        return new TerminalLab(directory, outputs);
    }

    /** Adds a host that is reached on this port of the loopback address. */
    public TerminalLab host(String name, int port) {
        return host(name, port, outputs.resolve("id_ed25519"));
    }

    /** The same, with a private key of its own, which may be anywhere or nowhere. */
    TerminalLab host(String name, int port, Path key) {
        hosts.put(name, new Host(port, key));
        return this;
    }

    /** Where keys may lie. */
    Path outputs() {
        return outputs;
    }

    /** Writes all of that down; a server may be started on it then. @param closed hosts closed to the role */
    public RunningServer.Builder server(String... closed) throws IOException {
        StringBuilder inventory = new StringBuilder("all:\n  hosts:\n");
        hosts.forEach((name, host) -> inventory.append(
                "    " + name + ": {ansible_host: 127.0.0.1, ansible_port: " + host.port() + ", ansible_user: "
                        + OpenSshServer.user() + ", ansible_ssh_private_key_file: " + host.key() + "}\n"));
        Files.writeString(outputs.resolve("temp_inventory.yaml"), inventory);
        Path data = Files.createDirectories(directory.resolve("data"));
        Path lab = directory.resolve("lab");
        try (CloudLab cloudLab = CloudLab.builder()
                .stores(JdbiPersistence.embedded(data))
                .labDirectory(LabDirectory.at(lab).withJobs(data.resolve("jobs")))
                .masterKey(key)
                .withoutJobs()
                .build()) {
            fill(cloudLab, List.of(closed));
        }
        return RunningServer.on(data, lab)
                .with("CLOUDLAB_MASTER_KEY", Base64.getEncoder().encodeToString(key.bytes()));
    }

    private void fill(CloudLab cloudLab, List<String> closed) {
        Caller test = cloudLab.system("test");
        for (String host : hosts.keySet()) {
            NewItem item = new NewItem(Map.of("hostname", host, "ip_address", "127.0.0.1"), List.of());
            objects.put(host, cloudLab.items().create(test, "server", item).id());
        }
        List<Integer> permissions = cloudLab.roles().permissions(test).stream()
                .filter(each -> List.of("inventory.server.view", "inventory.server.ssh")
                        .contains(each.permission().codename()))
                .map(each -> each.id())
                .toList();
        int role = cloudLab.roles()
                .create(test, new NewRole(ROLE, null, permissions))
                .role()
                .id();
        for (String host : closed) {
            cloudLab.accessRules()
                    .put(test, "server", object(host), new AccessRules.Wanted(role, "ssh", AclRule.Effect.DENY));
        }
    }

    /** The object's id. */
    public long object(String host) {
        return objects.get(host);
    }

    /** Ends every terminal there is, and waits until the server it leads to has noticed. */
    public static void closeAll(Api admin, OpenSshServer sshd) {
        admin.get("/api/terminals")
                .body()
                .path("terminals")
                .forEach(
                        each -> admin.delete("/api/terminals/" + each.path("id").asText()));
        Awaitility.await().until(() -> sshd.sessions().isEmpty());
    }
}
