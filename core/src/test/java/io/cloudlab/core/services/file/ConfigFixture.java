package io.cloudlab.core.services.file;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.audit.AuditEntry;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.testing.TestCloudLab;
import io.cloudlab.core.testing.UnreliableStores;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** A service with a configuration, and somebody who may edit it. */
abstract class ConfigFixture {
    static final ServiceName HELLO = new ServiceName("hello");
    static final String NAME = "config.yaml";
    static final ServiceFile FILE = new ServiceFile(HELLO, ServiceFolder.CONFIGS, NAME);

    final AtomicReference<UnreliableStores> stores = new AtomicReference<>();
    final TestCloudLab lab = new TestCloudLab(builder -> builder, real -> {
        stores.set(new UnreliableStores(real));
        return stores.get();
    });
    final ServiceConfigs configs = lab.cloudLab().serviceConfigs();
    final Caller mira = lab.caller("mira", Permission.SERVICES_CONFIG_VIEW, Permission.SERVICES_CONFIG_EDIT);

    ConfigFixture() {
        lab.lab().catalogue().add("hello");
    }

    @AfterEach
    void close() {
        lab.close();
    }

    String save(String text) {
        return save(text, null);
    }

    String save(String text, @Nullable String expected) {
        lab.clock().advance(Duration.ofSeconds(1));
        return configs.save(mira, HELLO, NAME, text, expected);
    }

    List<AuditEntry> edits() {
        return lab.audit().stream()
                .filter(entry -> entry.action().startsWith("service.config"))
                .toList();
    }

    String present() {
        return lab.lab().files().text(FILE).orElse("(missing)");
    }
}
