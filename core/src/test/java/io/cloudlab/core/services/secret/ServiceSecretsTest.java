package io.cloudlab.core.services.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Denied;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.audit.AuditEntry;
import io.cloudlab.core.jobs.job.Job;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.services.input.Script;
import io.cloudlab.core.services.input.ScriptOptions;
import io.cloudlab.core.shared.InvalidInput;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.core.shared.Refused;
import io.cloudlab.core.testing.TestCloudLab;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServiceSecretsTest {
    private static final ServiceName SHOP = new ServiceName("shop");
    private static final SecretName TOKEN = new SecretName("TOKEN");

    private final TestCloudLab lab = new TestCloudLab();
    private final Caller mira =
            lab.caller("mira", Permission.SERVICES_SECRETS_EDIT, Permission.SERVICES_DEPLOY, Permission.JOBS_VIEW_OWN);
    private final ServiceSecrets secrets = lab.cloudLab().serviceSecrets();

    @BeforeEach
    void addService() {
        Script release = new Script("release", "", "", "release.sh", List.of(), true)
                .withOptions(new ScriptOptions(
                        null, List.of(), Map.of(), List.of("TOKEN", "REGION_KEY"), null, 0, Duration.ZERO, null));
        lab.lab().catalogue().add("shop", release, new Script("status", "", "", "status.sh", List.of(), true));
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private Job run(String script) {
        return lab.cloudLab().jobs().runScript(mira, SHOP, script, Map.of());
    }

    @Test
    void scriptIsHandedTheSecretsItNamesAndNoOther() throws InterruptedException {
        secrets.put(mira, SHOP, TOKEN, "first value");
        secrets.put(mira, SHOP, TOKEN, "hunter22");
        secrets.put(mira, null, TOKEN, "that of the lab");
        secrets.put(mira, null, new SecretName("REGION_KEY"), "region $key");

        Job release = run("release");
        Job status = run("status");

        assertThat(lab.lab().runner().awaitStart(release.id()).environment())
                .containsEntry("TOKEN", "hunter22")
                .containsEntry("REGION_KEY", "region $key");
        assertThat(lab.lab().runner().awaitStart(status.id()).environment()).doesNotContainKey("TOKEN");
        assertThat(release.plan().environment()).doesNotContainKey("TOKEN");
        lab.lab().log().print(release.id(), "it is hunter22\n");
        assertThat(lab.cloudLab().jobs().tail(mira, release, 1)).noneMatch(line -> line.contains("hunter22"));
        lab.lab().runner().finish(release.id(), 0);
        Job again = lab.cloudLab().reruns().run(mira, release.id(), Map.of()); // asks for no secret input
        assertThat(lab.lab().runner().awaitStart(again.id()).environment()).containsEntry("TOKEN", "hunter22");
    }

    @Test
    void missingSecretIsNamedBeforeAnythingRuns() {
        secrets.put(mira, SHOP, TOKEN, "hunter22");

        assertThatThrownBy(() -> run("release"))
                .isInstanceOf(Refused.class)
                .hasMessage("The secret 'REGION_KEY' is set neither for this service nor for the lab.")
                .extracting("code")
                .isEqualTo("missing-secret");
        assertThat(lab.lab().runner().launches()).isEmpty();
    }

    @Test
    void versionsAreListedWithoutValues() {
        secrets.put(mira, SHOP, TOKEN, "first value");
        secrets.put(mira, SHOP, TOKEN, "second value");

        assertThat(secrets.list(mira, SHOP)).containsOnlyKeys(TOKEN);
        assertThat(secrets.versions(mira, SHOP, TOKEN))
                .extracting(SecretVersion::author)
                .containsExactly("mira", "mira");
        assertThat(secrets.list(mira, null)).isEmpty();
        assertThat(lab.audit()).extracting(AuditEntry::action).containsExactly("secret.write", "secret.write");
        assertThat(lab.audit().get(0).resource()).isEqualTo("services/shop/secrets/TOKEN");
        assertThat(lab.audit().toString()).doesNotContain("value");
    }

    @Test
    void removedSecretIsGone() {
        secrets.put(mira, SHOP, TOKEN, "hunter22");
        secrets.remove(mira, SHOP, TOKEN);
        assertThatThrownBy(() -> secrets.remove(mira, SHOP, TOKEN)).isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> secrets.versions(mira, SHOP, TOKEN)).isInstanceOf(NotFound.class);
    }

    @Test
    void dotEnvIsTakenAsAWholeOrNotAtAll() {
        assertThat(secrets.putDotEnv(mira, SHOP, "export TOKEN='hunter 22'\nREGION_KEY=abcdef\n"))
                .containsExactly(TOKEN, new SecretName("REGION_KEY"));
        assertThat(secrets.values(SHOP, List.of(TOKEN))).isEqualTo(Map.of("TOKEN", "hunter 22"));

        assertThatThrownBy(() -> secrets.putDotEnv(mira, SHOP, "TOKEN=changed\nPORT=80\n"))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("PORT must have at least 4 characters");
        assertThatThrownBy(() -> secrets.putDotEnv(mira, SHOP, "TOKEN=changed\nINPUT_X=abcdef\n"))
                .isInstanceOf(InvalidInput.class)
                .hasMessageStartingWith("dotenv INPUT_X must be the name of a variable");
        assertThat(secrets.values(SHOP, List.of(TOKEN))).isEqualTo(Map.of("TOKEN", "hunter 22"));
    }

    @Test
    void nothingIsWrittenOrListedWithoutThePermission() {
        Caller otto = lab.caller("otto", Permission.SERVICES_DEPLOY, Permission.SERVICES_CONFIG_EDIT);
        assertThatThrownBy(() -> secrets.put(otto, SHOP, TOKEN, "hunter22")).isInstanceOf(Denied.class);
        assertThatThrownBy(() -> secrets.put(otto, null, TOKEN, "hunter22")).isInstanceOf(Denied.class);
        assertThatThrownBy(() -> secrets.list(otto, SHOP)).isInstanceOf(Denied.class);
        assertThatThrownBy(() -> secrets.putDotEnv(otto, SHOP, "")).isInstanceOf(Denied.class);
        assertThatThrownBy(() -> secrets.remove(otto, SHOP, TOKEN)).isInstanceOf(Denied.class);
    }

    @Test
    void valueThatCannotBeKeptOrMaskedIsRefused() {
        for (String value : List.of("", "abc", "nul\0character", "half\uD800a", "     ", "x".repeat(40_000)))
            assertThatThrownBy(() -> secrets.put(mira, SHOP, TOKEN, value)).isInstanceOf(InvalidInput.class);
        assertThatThrownBy(() -> secrets.put(mira, new ServiceName("other"), TOKEN, "hunter22"))
                .isInstanceOf(NotFound.class);
    }
}
