package io.cloudlab.core.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Denied;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.shared.PageRequest;
import io.cloudlab.core.testing.TestCloudLab;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AuditTrailTest {
    private final TestCloudLab lab = new TestCloudLab();
    private final AuditTrail trail = lab.cloudLab().audit();
    private final Caller auditor = lab.caller("auditor", Permission.SYSTEM_AUDIT_LOG);

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void auditorSearchesEntries() {
        trail.record(auditor, "one", "things/1", Map.of("note", "Blue"));
        trail.record(auditor, "two", "things/2");
        AuditQuery blue = new AuditQuery(null, null, "AUDITOR", null, null, null, null, "blue");

        assertThat(trail.find(auditor, blue, new PageRequest(1, 10)).items())
                .extracting(AuditEntry::action)
                .containsExactly("one");
    }

    @Test
    void exportStartsWithTheOldestAndIsAudited() {
        trail.record(auditor, "one", null);
        trail.record(auditor, "two", null);
        List<String> exported = new ArrayList<>();

        trail.export(auditor, AuditQuery.ANY, entry -> exported.add(entry.action()));

        assertThat(exported).containsExactly("one", "two", "audit.export");
    }

    @Test
    void auditTrailNeedsItsPermission() {
        Caller other = lab.caller("other", Permission.USERS_VIEW, Permission.JOBS_VIEW_ALL);
        assertThatThrownBy(() -> trail.find(other, AuditQuery.ANY, new PageRequest(1, 10)))
                .isInstanceOf(Denied.class);
        assertThatThrownBy(() -> trail.export(other, AuditQuery.ANY, entry -> {}))
                .isInstanceOf(Denied.class);
        assertThat(lab.audit()).isEmpty();
    }
}
