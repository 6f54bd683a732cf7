package io.cloudlab.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.cloudlab.core.Stores;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

class MigrationsTest {
    private static final String LAST_VERSION =
            "select version from cloudlab_schema_history where success order by installed_rank desc limit 1";

    @Test
    void newestMigrationIsTheOneThatCountsAsDone() throws SQLException {
        try (HikariDataSource pool = inMemory("newest")) {
            Migrations.run(pool);
            assertThat(text(pool, LAST_VERSION)).isEqualTo(Migrations.NEWEST);
        }
    }

    @Test
    void migrationThatWasCutOffAnywhereIsCompletedAtTheNextStart() throws IOException, SQLException {
        String[] statements = script().split(";");
        assertThat(statements).hasSizeGreaterThan(20);
        for (int done = 1; done < statements.length; done += 3) {
            try (HikariDataSource pool = inMemory("cut" + done)) {
                for (int each = 0; each < done; each++) execute(pool, statements[each]);
                assertWorks(pool);
            }
        }
    }

    @Test
    void migrationThatFailedIsTriedAgainAtTheNextStart() throws SQLException {
        try (HikariDataSource pool = inMemory("failed")) {
            Migrations.run(pool);
            execute(pool, "update cloudlab_schema_history set success = false where version is not null");
            execute(pool, "drop table cloudlab_job");
            assertWorks(pool);
            assertThat(text(pool, LAST_VERSION)).isEqualTo(Migrations.NEWEST);
        }
    }

    private static void assertWorks(HikariDataSource pool) {
        try (Stores stores = JdbiPersistence.open(pool)) {
            assertThat(stores.jobs().active()).isEmpty();
            assertThat(stores.users().claimSetup()).isTrue();
        }
    }

    private static HikariDataSource inMemory(String name) {
        return Pools.h2(H2Url.withSettings("jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=0"), null, null);
    }

    private static String script() throws IOException {
        StringBuilder all = new StringBuilder();
        for (String file : List.of("V1__first_stores.sql", "V2__people.sql")) {
            try (InputStream in =
                    MigrationsTest.class.getClassLoader().getResourceAsStream(Migrations.LOCATION + "/" + file)) {
                all.append(new String(in.readAllBytes(), StandardCharsets.UTF_8).replaceAll("--.*", ""));
            }
        }
        return all.toString();
    }

    private static void execute(HikariDataSource pool, String sql) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String text(HikariDataSource pool, String query) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getString(1);
        }
    }
}
