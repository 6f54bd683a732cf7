package io.cloudlab.persistence.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.cloudlab.core.Stores;
import io.cloudlab.core.server.ServerIdentity;
import io.cloudlab.core.server.ServerLease;
import io.cloudlab.core.shared.Unavailable;
import io.cloudlab.core.testing.SampleServers;
import io.cloudlab.persistence.JdbiPersistence;
import io.cloudlab.persistence.PostgresqlServer;
import io.cloudlab.persistence.connection.Pools;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A newer server does not change tables while an older one is at work on them. */
class MigratedInUseTest {
    private static final ServerIdentity LAB1 = SampleServers.server("lab1");
    private static final ServerIdentity LAB2 = SampleServers.server("lab2");

    @Test
    void tablesStayAsTheyAreUntilTheOtherServerHasEnded() throws SQLException {
        String url = PostgresqlServer.newDatabase("migrated_in_use");
        try (Stores stores = JdbiPersistence.connect(url, null, null)) {
            stores.leases().take(LAB1, "run1", ServerLease.VALIDITY);
            List<Migrations.Done> older = asOfAnOlderVersion(url);

            assertThatThrownBy(() -> JdbiPersistence.connect(url, null, null, LAB2.id()))
                    .isInstanceOf(Unavailable.class)
                    .hasMessageStartingWith("The database is in use by server lab1 since ");
            assertThat(history(url)).isEqualTo(older);

            JdbiPersistence.connect(url, null, null, LAB1.id()).close();
            assertThat(history(url)).hasSameSizeAs(Migrations.ALL);
        }
    }

    @Test
    void freeDatabaseIsBroughtUpToDateByAnyServer() throws SQLException {
        String url = PostgresqlServer.newDatabase("migrated_free");
        try (Stores stores = JdbiPersistence.connect(url, null, null)) {
            stores.leases().take(LAB1, "run1", ServerLease.VALIDITY);
            asOfAnOlderVersion(url);
            stores.leases().release("run1");

            JdbiPersistence.connect(url, null, null, LAB2.id()).close();

            assertThat(history(url)).hasSameSizeAs(Migrations.ALL);
        }
    }

    private static List<Migrations.Done> asOfAnOlderVersion(String url) throws SQLException {
        try (HikariDataSource pool = Pools.postgresql(url, null, null);
                Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("delete from cloudlab_schema_history where version = '" + MigrationsTest.NEWEST + "'");
        }
        return history(url);
    }

    private static List<Migrations.Done> history(String url) {
        try (HikariDataSource pool = Pools.postgresql(url, null, null)) {
            return Migrations.history(pool);
        }
    }
}
