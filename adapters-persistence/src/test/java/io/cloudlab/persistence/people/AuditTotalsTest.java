package io.cloudlab.persistence.people;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.cloudlab.core.audit.AuditEntry;
import io.cloudlab.core.audit.AuditQuery;
import io.cloudlab.core.shared.PageRequest;
import io.cloudlab.persistence.connection.H2Url;
import io.cloudlab.persistence.connection.Pools;
import io.cloudlab.persistence.database.JdbiTransactions;
import io.cloudlab.persistence.database.Migrations;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Totals that are counted once stay true, however the trail grows. */
class AuditTotalsTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final PageRequest FIRST = new PageRequest(1, 1);
    private static final List<AuditQuery> QUERIES = List.of(
            AuditQuery.ANY,
            query("login", null, null),
            query(null, "user.", null),
            query(null, null, NOON.plusSeconds(3)),
            query("user.update", "user", NOON.plusSeconds(9)));

    @TempDir
    private Path directory;

    private HikariDataSource pool;
    private JdbiAuditStore store;
    private int written;

    @BeforeEach
    void open() {
        pool = Pools.h2(H2Url.in(directory), "sa", new char[0]);
        Migrations.run(pool);
        store = new JdbiAuditStore(new JdbiTransactions(pool), new AuditTotals(3));
    }

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void totalsStayTrueWhileTheTrailGrows() {
        for (int round = 0; round < 8; round++) {
            for (int each = 0; each < 5; each++) append();
            assertTotals();
            assertTotals();
        }
    }

    @Test
    void totalsAreTrueAfterOldEntriesWereRemovedBehindOurBack() throws SQLException {
        for (int each = 0; each < 20; each++) append();
        assertTotals();
        try (var connection = pool.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("delete from cloudlab_audit where id <= 10");
        }
        assertTotals();
    }

    private void assertTotals() {
        List<AuditEntry> all = store.latest(1_000);
        for (AuditQuery query : QUERIES) {
            assertThat(store.find(query, FIRST).total())
                    .as(query.toString())
                    .isEqualTo(all.stream().filter(query::matches).count());
        }
    }

    private void append() {
        String action = List.of("login", "user.update", "user.invite").get(written % 3);
        store.append(new AuditEntry(0, null, null, action, null, Map.of(), null, NOON.plusSeconds(written++)));
    }

    private static AuditQuery query(@Nullable String action, @Nullable String prefix, @Nullable Instant from) {
        return new AuditQuery(action, prefix, null, null, null, from, null, null);
    }
}
