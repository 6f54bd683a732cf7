package io.cloudlab.process.ansible;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.terminal.shell.CannotConnect;
import io.cloudlab.core.terminal.shell.ShellLogin;
import io.cloudlab.core.terminal.shell.ShellLogins;
import io.cloudlab.core.terminal.shell.ShellUser;
import io.cloudlab.process.LabDirectory;
import io.cloudlab.process.catalogue.LabCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceLoginsTest {
    @TempDir
    Path directory;

    private Path lab;
    private Path data;
    private ShellLogins logins;

    @BeforeEach
    void makeLab() throws IOException {
        lab = Files.createDirectories(directory.resolve("lab"));
        data = Files.createDirectories(directory.resolve("data/keys")).getParent();
        logins = LabDirectory.at(lab).logins(data);
        Files.writeString(directory.resolve("secret"), "outside");
    }

    private Path service(String name, String inventory) throws IOException {
        Path service = Files.createDirectories(lab.resolve("services").resolve(name));
        Files.writeString(service.resolve("deploy.sh"), "true\n");
        Path outputs = Files.createDirectories(service.resolve("outputs"));
        Files.writeString(outputs.resolve("temp_inventory.yaml"), inventory);
        Files.writeString(outputs.resolve("id_ed25519"), "key of " + name);
        return outputs;
    }

    private static String inventory(String host, String variables) {
        return "all:\n  hosts:\n    " + host + ": {" + variables + "}\n";
    }

    private void assertRefused(String host, String code) {
        assertThatThrownBy(() -> logins.find(host, null)).isInstanceOfSatisfying(CannotConnect.class, refused -> {
            assertThat(refused.code()).isEqualTo(code);
            assertThat(refused.detail()).doesNotContain(directory.toString());
        });
    }

    @Test
    void loginIsWhatTheInventorySays() throws IOException {
        Path outputs = service("wiki", "");
        Files.writeString(
                outputs.resolve("temp_inventory.yaml"),
                inventory(
                        "wiki01",
                        "ansible_host: 203.0.113.7, ansible_port: 2222, ansible_user: deploy, ansible_ssh_private_key_file: "
                                + outputs.resolve("id_ed25519")));

        ShellLogin login = logins.find("wiki01", null).orElseThrow();

        assertThat(login.host()).isEqualTo("203.0.113.7");
        assertThat(login.port()).isEqualTo(2222);
        assertThat(login.user()).isEqualTo(new ShellUser("deploy"));
        assertThat(login.privateKey()).asString().isEqualTo("key of wiki");
        assertThat(login.toString()).doesNotContain("key of");
    }

    @Test
    void whatIsLeftOutHasItsUsualValue() throws IOException {
        service("wiki", inventory("wiki01", "ansible_ssh_private_key_file: outputs/id_ed25519"));

        ShellLogin login = logins.find("wiki01", null).orElseThrow();

        assertThat(login.host()).isEqualTo("wiki01");
        assertThat(login.port()).isEqualTo(22);
        assertThat(login.user()).isEqualTo(ShellUser.ROOT);
    }

    @Test
    void variablesOfGroupsCountAndTheOlderNamesToo() throws IOException {
        service(
                "wiki",
                "all:\n  vars: {ansible_user: deploy, ansible_port: 2222, ansible_ssh_private_key_file: outputs/id_ed25519}\n"
                        + "  hosts:\n    wiki01: {ansible_host: 203.0.113.7}\n    wiki02:\n"
                        + "    'old[1:3]': {ansible_ssh_host: 203.0.113.9, ansible_ssh_user: former, ansible_ssh_port: 23}\n");

        ShellLogin login = logins.find("wiki01", null).orElseThrow();
        assertThat(login.host() + ":" + login.port()).isEqualTo("203.0.113.7:2222");
        assertThat(login.user()).isEqualTo(new ShellUser("deploy"));
        assertThat(logins.find("wiki02", null).orElseThrow().host()).isEqualTo("wiki02");
        ShellLogin old = logins.find("old2", null).orElseThrow();
        assertThat(old.host() + ":" + old.port()).isEqualTo("203.0.113.9:23");
        assertThat(old.user()).isEqualTo(new ShellUser("former"));
    }

    @Test
    void hostsOfNestedGroupsAreFound() throws IOException {
        service(
                "wiki",
                "all:\n  children:\n    web:\n      children:\n        eu:\n          hosts:\n"
                        + "            wiki01: {ansible_ssh_private_key_file: outputs/id_ed25519}\n");

        assertThat(logins.find("wiki01", null)).isPresent();
        assertThat(logins.find("wiki02", null)).isEmpty();
    }

    @Test
    void ofHostsWithOneNameTheOneAtTheAddressIsMeantElseTheNewest() throws IOException {
        String key = "ansible_ssh_private_key_file: outputs/id_ed25519, ansible_host: ";
        service("a", inventory("web", key + "203.0.113.1"));
        Path newer = service("b", inventory("web", key + "203.0.113.2"));
        Files.setLastModifiedTime(
                newer.resolve("temp_inventory.yaml"),
                FileTime.from(Instant.now().plusSeconds(60)));

        assertThat(logins.find("web", "203.0.113.1").orElseThrow().privateKey())
                .asString()
                .isEqualTo("key of a");
        assertThat(logins.find("web", null).orElseThrow().privateKey())
                .asString()
                .isEqualTo("key of b");
    }

    @Test
    void keyMayLieInTheDataDirectory() throws IOException {
        Files.writeString(data.resolve("keys/one"), "kept key");
        service("wiki", inventory("wiki01", "ansible_ssh_private_key_file: " + data.resolve("keys/one")));

        assertThat(logins.find("wiki01", null).orElseThrow().privateKey())
                .asString()
                .isEqualTo("kept key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/passwd", "../../../secret", "../../../../../../etc/passwd", "/", "."})
    void keyThatLiesElsewhereIsRefused(String path) throws IOException {
        service("wiki", inventory("wiki01", "ansible_ssh_private_key_file: " + path));

        assertThatThrownBy(() -> logins.find("wiki01", null))
                .isInstanceOfSatisfying(
                        CannotConnect.class,
                        refused -> assertThat(refused.code()).isIn("key-not-allowed", "key-missing"));
    }

    @Test
    void hostOfAServiceThatHasJustComeIsFound() throws IOException {
        logins = new ServiceLogins(
                lab, new LabCatalogue(lab, Clock.systemUTC(), () -> 0), new KeyFiles(List.of(lab, data)));
        service("wiki", inventory("wiki01", "ansible_ssh_private_key_file: outputs/id_ed25519"));
        assertThat(logins.find("wiki01", null)).isPresent();

        service("blog", inventory("blog01", "ansible_ssh_private_key_file: outputs/id_ed25519"));

        assertThat(logins.find("blog01", null)).isPresent();
        assertThat(logins.find("none01", null)).isEmpty();
    }

    @Test
    void linksLeadNowhere() throws IOException {
        Path outputs = service("wiki", inventory("wiki01", "ansible_ssh_private_key_file: outputs/link"));
        Files.createSymbolicLink(outputs.resolve("link"), directory.resolve("secret"));
        assertRefused("wiki01", "key-missing");

        service("blog", inventory("blog01", "ansible_ssh_private_key_file: outputs/dir/secret"));
        Files.createSymbolicLink(lab.resolve("services/blog/outputs/dir"), directory);
        assertRefused("blog01", "key-missing");
    }

    @ParameterizedTest
    @CsvSource({
        "'ansible_ssh_private_key_file: outputs/none', key-missing",
        "'ansible_ssh_private_key_file: outputs', key-missing",
        "'ansible_host: 203.0.113.7', no-credentials",
        "'ansible_ssh_private_key_file: outputs/id_ed25519, ansible_user: -oProxyCommand=x', bad-login",
        "'ansible_ssh_private_key_file: outputs/id_ed25519, ansible_port: 70000', bad-login",
        "'ansible_ssh_private_key_file: outputs/id_ed25519, ansible_port: many', bad-login",
    })
    void whatCannotBeUsedIsSaid(String variables, String code) throws IOException {
        service("wiki", inventory("wiki01", variables));

        assertRefused("wiki01", code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "all: {hosts: [wiki01]}", "all: {hosts: {wiki01: 7}}", "{{", "all:\n\t- x"})
    void brokenInventoryHasNoHosts(String text) throws IOException {
        service("wiki", text);

        assertThat(logins.find("wiki01", null)).isEmpty();
    }
}
