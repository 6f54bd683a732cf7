package io.cloudlab.process.ansible;

import io.cloudlab.core.services.ServiceDefinition;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.shared.InvalidInput;
import io.cloudlab.core.terminal.shell.CannotConnect;
import io.cloudlab.core.terminal.shell.ShellLogin;
import io.cloudlab.core.terminal.shell.ShellLogins;
import io.cloudlab.core.terminal.shell.ShellUser;
import io.cloudlab.process.catalogue.CatalogueSnapshot;
import io.cloudlab.process.catalogue.LabCatalogue;
import io.cloudlab.process.directory.SecureDirectory;
import io.cloudlab.process.yaml.YamlProblem;
import io.cloudlab.process.yaml.YamlReader;
import io.cloudlab.process.yaml.YamlValue;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds logins in the Ansible inventories that services leave in {@code outputs/temp_inventory.yaml}. */
public final class ServiceLogins implements ShellLogins {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceLogins.class);
    private static final String OUTPUTS = "outputs";
    private static final String INVENTORY = "temp_inventory.yaml";

    private final Path root;
    private final LabCatalogue catalogue;
    private final KeyFiles keys;

    public ServiceLogins(Path root, LabCatalogue catalogue, KeyFiles keys) {
        this.root = root;
        this.catalogue = catalogue;
        this.keys = keys;
    }

    /** A host as an inventory describes it. */
    private record Entry(Path service, FileTime modified, String host, Map<String, YamlValue> variables) {
        /** Of the first of these variables that is text. */
        @Nullable
        String text(String... names) {
            for (String name : names)
                if (variables.get(name) instanceof YamlValue.Scalar scalar && scalar.plain() != null)
                    return scalar.text();
            return null;
        }

        /** Where it is reached. As for Ansible's ssh, the older names win. */
        String address() {
            String given = text("ansible_ssh_host", "ansible_host");
            return given == null || given.isBlank() ? host : given;
        }
    }

    @Override
    public Optional<ShellLogin> find(String hostName, @Nullable String address) {
        List<Entry> entries = entries(hostName);
        if (entries.isEmpty()) { // the service may be newer than what is known
            catalogue.changed();
            entries = entries(hostName);
        }
        Comparator<Entry> best = Comparator.comparing(entry -> entry.address().equals(address));
        return entries.stream().max(best.thenComparing(Entry::modified)).map(this::login);
    }

    private List<Entry> entries(String hostName) {
        List<Entry> entries = new ArrayList<>();
        for (ServiceDefinition service : catalogue.services()) {
            try {
                addEntries(service.name(), hostName, entries);
            } catch (IOException e) {
                LOG.warn("The outputs of service {} cannot be read.", service.name());
            }
        }
        return entries;
    }

    private void addEntries(ServiceName name, String hostName, List<Entry> entries) throws IOException {
        Optional<SecureDirectory> directory =
                SecureDirectory.open(root, List.of(CatalogueSnapshot.SERVICES, name.value(), OUTPUTS));
        if (directory.isEmpty()) return;
        try (SecureDirectory outputs = directory.get()) {
            Optional<byte[]> yaml = outputs.isFile(INVENTORY) ? outputs.read(INVENTORY) : Optional.empty();
            if (yaml.isEmpty() || !(YamlReader.read(yaml.get()) instanceof YamlValue.Mapping groups)) return;
            FileTime modified = outputs.attributes(INVENTORY)
                    .map(attributes -> attributes.lastModifiedTime())
                    .orElse(FileTime.fromMillis(0));
            Path service = root.resolve(CatalogueSnapshot.SERVICES).resolve(name.value());
            InventoryHosts.of(groups)
                    .variables(hostName)
                    .ifPresent(variables -> entries.add(new Entry(service, modified, hostName, variables)));
        } catch (YamlProblem e) {
            LOG.warn("The hosts of service {} are unknown. {}", name, e.sentence(OUTPUTS + "/" + INVENTORY));
        }
    }

    private ShellLogin login(Entry entry) {
        String key = entry.text("ansible_ssh_private_key_file", "ansible_private_key_file");
        if (key == null || key.isBlank())
            throw new CannotConnect("no-credentials", "No private key is named for this host.");
        String user = entry.text("ansible_ssh_user", "ansible_user");
        try {
            return new ShellLogin(
                    entry.address(),
                    port(entry.text("ansible_ssh_port", "ansible_port")),
                    user == null ? ShellUser.ROOT : new ShellUser(user),
                    keys.read(key, entry.service()));
        } catch (InvalidInput e) {
            throw new CannotConnect("bad-login", "The service's inventory cannot be used: " + e.detail());
        }
    }

    private static int port(@Nullable String text) {
        if (text == null) return ShellLogin.USUAL_PORT;
        try {
            int port = Integer.parseInt(text);
            if (port > 0 && port < 65_536) return port;
        } catch (NumberFormatException e) {
            // said below
        }
        throw new InvalidInput("ansible_port", "must lie between 1 and 65535");
    }
}
