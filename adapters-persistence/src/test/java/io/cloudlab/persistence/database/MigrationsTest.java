package io.cloudlab.persistence.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.cloudlab.core.Stores;
import io.cloudlab.persistence.JdbiPersistence;
import io.cloudlab.persistence.connection.H2Url;
import io.cloudlab.persistence.connection.Pools;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
public class MigrationsTest {
    public static final String NEWEST =
            Migrations.ALL.get(Migrations.ALL.size() - 1).version();

    private static final String LAST_VERSION =
            "select version from cloudlab_schema_history where success order by installed_rank desc limit 1";

    @Test
    void everyFileIsKnownAsItIsNotedInTheHistory() {
        try (HikariDataSource pool = inMemory("noted")) {
            Migrations.run(pool);
            assertThat(Migrations.history(pool)).isEqualTo(Migrations.ALL);
        }
    }

    @Test
    void tablesOfSomebodyElseDoNotCountAsMigrations() throws SQLException {
        try (HikariDataSource pool = inMemory("shared")) {
            execute(pool, "create table theirs (id int)");
            Migrations.run(pool);
            assertThat(Migrations.history(pool)).isEqualTo(Migrations.ALL);
            assertThat(text(pool, "select version from cloudlab_schema_history where type = 'BASELINE'"))
                    .isEqualTo("0");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"checksum = 1", "script = 'V2__others.sql', description = 'others', version = '2.1'"})
    void migrationThatIsNotOursIsRefused(String change) throws SQLException {
        try (HikariDataSource pool = inMemory("other")) {
            Migrations.run(pool);
            execute(pool, "update cloudlab_schema_history set " + change + " where version = '2'");
            assertThatThrownBy(() -> Migrations.run(pool)).isInstanceOf(FlywayException.class);
        }
    }

    @Test
    void newerTablesThanThisProgramKnowsAreLeftAsTheyAre() throws SQLException {
        try (HikariDataSource pool = inMemory("newer")) {
            Migrations.run(pool);
            execute(pool, """
                    insert into cloudlab_schema_history
                    select installed_rank + 100, '1000', 'later', type, 'V1000__later.sql', 7, installed_by,
                        installed_on, execution_time, success
                    from cloudlab_schema_history where version = '1'""");
            assertWorks(pool);
            assertThat(text(pool, LAST_VERSION)).isEqualTo("1000");
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
            assertThat(text(pool, LAST_VERSION)).isEqualTo(NEWEST);
        }
    }

    @Test
    void failureDoesNotHideThatAnotherMigrationIsNotOurs() throws SQLException {
        try (HikariDataSource pool = inMemory("hidden")) {
            Migrations.run(pool);
            execute(pool, "update cloudlab_schema_history set success = false where version = '" + NEWEST + "'");
            execute(pool, "update cloudlab_schema_history set checksum = 1 where version = '2'");
            assertThatThrownBy(() -> Migrations.run(pool)).isInstanceOf(FlywayException.class);
            assertThat(text(pool, "select checksum from cloudlab_schema_history where version = '2'"))
                    .isEqualTo("1");
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
        for (Migrations.Done file : Migrations.ALL) {
            try (InputStream in = MigrationsTest.class
                    .getClassLoader()
                    .getResourceAsStream(Migrations.LOCATION + "/" + file.script())) {
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
