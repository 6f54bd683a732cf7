package io.cloudlab.core.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Denied;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.audit.AuditEntry;
import io.cloudlab.core.audit.AuditTrail;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.core.shared.PageRequest;
import io.cloudlab.core.terminal.shell.HostKeyChanged;
import io.cloudlab.core.terminal.shell.ServerKey;
import io.cloudlab.core.testing.MutableClock;
import io.cloudlab.core.testing.memory.InMemoryStores;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HostKeysTest {
    private static final ServerKey FIRST = new ServerKey("ssh-ed25519", "AAAAC3Nz");
    private static final ServerKey OTHER = new ServerKey("ssh-ed25519", "AAAAC3Nx");
    private static final PageRequest PAGE = new PageRequest(1, 10);

    private final InMemoryStores stores = new InMemoryStores();
    private final MutableClock clock = new MutableClock(Instant.parse("2026-03-01T09:00:00Z"));
    private final HostKeys hostKeys =
            new HostKeys(stores.transactions(), stores.hostKeys(), new AuditTrail(stores.audit(), clock), clock);
    private final Caller mira = Caller.user(4, "mira", Set.of(), "203.0.113.9");
    private final Caller keeper = Caller.user(5, "keeper", Set.of(Permission.HOSTKEYS_MANAGE), null);

    private List<AuditEntry> audit() {
        return stores.audit().latest(10);
    }

    @Test
    void keyIsPinnedAndAuditedAtTheFirstTimeOnly() {
        assertThat(hostKeys.expected("object:17", "203.0.113.99", 22)).isNull();

        hostKeys.confirm(mira, "object:17", "203.0.113.7", 22, FIRST);
        hostKeys.confirm(mira, "object:17", "203.0.113.7", 22, FIRST);

        assertThat(hostKeys.expected("object:17", "203.0.113.99", 22)).isEqualTo(FIRST);
        assertThat(audit()).extracting(AuditEntry::action).containsExactly("hostkey.pin");
        PinnedKey pinned = hostKeys.list(keeper, PAGE).items().get(0);
        assertThat(pinned.pinnedBy()).isEqualTo("mira");
        assertThat(pinned.pinnedAt()).isEqualTo(clock.instant());
    }

    @Test
    void anotherKeyIsRefusedAndThePinnedOneStays() {
        hostKeys.confirm(mira, "object:17", "203.0.113.7", 22, FIRST);

        assertThatThrownBy(() -> hostKeys.confirm(mira, "object:17", "203.0.113.7", 22, OTHER))
                .isInstanceOf(HostKeyChanged.class)
                .hasMessageContaining(OTHER.fingerprint());
        assertThat(hostKeys.expected("object:17", "203.0.113.99", 22)).isEqualTo(FIRST);
    }

    @Test
    void refusedKeyIsInTheAuditTrailWithItsFingerprint() {
        hostKeys.confirm(mira, "object:17", "203.0.113.7", 22, FIRST);
        hostKeys.refused(mira, "object:17", "203.0.113.7", 22, OTHER);

        AuditEntry entry = audit().get(0);
        assertThat(entry.action()).isEqualTo("hostkey.refused");
        assertThat(entry.resource())
                .isEqualTo("hostkeys/"
                        + stores.hostKeys().find("object:17").orElseThrow().id());
        assertThat(entry.details()).containsEntry("fingerprint", OTHER.fingerprint());
    }

    @Test
    void deletedKeyLetsTheServerIntroduceItselfAnew() {
        hostKeys.confirm(mira, "object:17", "203.0.113.7", 22, FIRST);
        int id = hostKeys.list(keeper, PAGE).items().get(0).id();

        hostKeys.delete(keeper, id);
        hostKeys.confirm(mira, "object:17", "203.0.113.7", 22, OTHER);

        assertThat(hostKeys.expected("object:17", "203.0.113.99", 22)).isEqualTo(OTHER);
        assertThat(audit())
                .extracting(AuditEntry::action)
                .containsExactly("hostkey.pin", "hostkey.delete", "hostkey.pin");
    }

    @Test
    void keyOfAnInstanceGoesWithItAndOthersStay() {
        hostKeys.confirm(mira, "object:17", "203.0.113.7", 22, FIRST);
        hostKeys.confirm(mira, "vultr:gone", "203.0.113.8", 22, FIRST);
        hostKeys.confirm(mira, "vultr:stays", "203.0.113.9", 22, FIRST);

        hostKeys.keepOnly(Caller.system("instances"), Set.of("stays"));

        assertThat(hostKeys.list(keeper, PAGE).items())
                .extracting(PinnedKey::pin)
                .containsExactly("object:17", "vultr:stays");
        assertThat(audit().get(0).username()).isEqualTo("instances");
    }

    @Test
    void anotherObjectForTheSameAddressDoesNotIntroduceTheServerAnew() {
        hostKeys.confirm(mira, "object:17", "203.0.113.7", 22, FIRST);

        assertThat(hostKeys.expected("object:18", "203.0.113.7", 22)).isEqualTo(FIRST);
        assertThat(hostKeys.expected("object:18", "203.0.113.7", 2222)).isNull();
        assertThat(hostKeys.expected("object:18", "203.0.113.8", 22)).isNull();
    }

    @Test
    void instanceMayGetTheAddressOfAServerThatIsGone() {
        hostKeys.confirm(mira, "object:17", "203.0.113.7", 22, FIRST);
        assertThat(hostKeys.expected("vultr:new", "203.0.113.7", 22)).isNull();

        hostKeys.confirm(mira, "vultr:new", "203.0.113.7", 22, OTHER);
        assertThat(hostKeys.expected("vultr:other", "203.0.113.7", 22)).isEqualTo(OTHER);
    }

    @Test
    void onlyTheirKeepersSeeAndDeleteKeys() {
        hostKeys.confirm(mira, "object:17", "203.0.113.7", 22, FIRST);

        assertThatThrownBy(() -> hostKeys.list(mira, PAGE)).isInstanceOf(Denied.class);
        assertThatThrownBy(() -> hostKeys.delete(mira, 1)).isInstanceOf(Denied.class);
        assertThatThrownBy(() -> hostKeys.delete(keeper, 99)).isInstanceOf(NotFound.class);
        assertThat(hostKeys.expected("object:17", "203.0.113.99", 22)).isEqualTo(FIRST);
    }

    @Test
    void fingerprintIsWrittenAsSshKeygenDoes() {
        ServerKey key =
                new ServerKey("ssh-ed25519", "AAAAC3NzaC1lZDI1NTE5AAAAIJp4tKxaJQ3o3nfsYNNJQTL9dpQ8hRr8gPoIDJfo4gQW");

        assertThat(key.fingerprint()).matches("SHA256:[A-Za-z0-9+/]{43}");
    }
}
