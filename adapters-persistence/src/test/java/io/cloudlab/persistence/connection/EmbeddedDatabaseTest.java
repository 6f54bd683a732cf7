package io.cloudlab.persistence.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.cloudlab.core.Stores;
import io.cloudlab.core.shared.InvalidInput;
import io.cloudlab.core.shared.Unavailable;
import io.cloudlab.core.testing.Race;
import io.cloudlab.core.vault.SealedSecret;
import io.cloudlab.persistence.JdbiPersistence;
import io.cloudlab.persistence.database.MigrationsTest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseTest {
    private static final SealedSecret SECRET = new SealedSecret(new byte[] {1, 2, 3});

    @TempDir
    private Path directory;

    @Test
    void dataIsThereAfterAnOrderlyEndAndTablesAreMadeOnce() throws SQLException {
        try (Stores stores = JdbiPersistence.embedded(directory)) {
            stores.secrets().put("vault", SECRET);
        }
        try (Stores stores = JdbiPersistence.embedded(directory)) {
            assertThat(stores.secrets().find("vault")).contains(SECRET);
        }
        String migrations = " from cloudlab_schema_history where type = 'SQL'";
        assertThat(number("select max(cast(version as integer))" + migrations))
                .isEqualTo(Integer.parseInt(MigrationsTest.NEWEST));
        assertThat(number("select count(*)" + migrations))
                .isEqualTo(number("select count(distinct version)" + migrations));
    }

    @Test
    void closingAgainChangesNothing() {
        Stores stores = JdbiPersistence.embedded(directory);
        stores.close();
        stores.close();
        assertThatThrownBy(stores::ping).isInstanceOf(Unavailable.class);
    }

    @Test
    void onlyItsOwnerCanReadTheFile() throws Exception {
        JdbiPersistence.embedded(directory).close();
        assertThat(Files.getPosixFilePermissions(directory.resolve("cloudlab.mv.db")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void damagedFileIsRefusedAndLeftAsItIs() throws Exception {
        Path file = directory.resolve("cloudlab.mv.db");
        byte[] damaged = "no database at all\n".repeat(1000).getBytes(StandardCharsets.UTF_8);
        Files.write(file, damaged);
        assertThatThrownBy(() -> JdbiPersistence.embedded(directory))
                .isInstanceOf(Unavailable.class)
                .hasMessage("The database cannot be opened: its file is damaged.");
        assertThat(Files.readAllBytes(file)).isEqualTo(damaged);
    }

    @Test
    void pathThatH2WouldReadAsSettingsIsRefused() {
        assertThatThrownBy(() -> JdbiPersistence.embedded(directory.resolve("a;INIT=drop all objects")))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("semicolon");
    }

    @Test
    void databaseThatHasClosedItselfIsOpenedAgain() throws SQLException {
        try (HikariDataSource pool = Pools.h2(H2Url.in(directory), "sa", new char[0])) {
            Stores stores = JdbiPersistence.open(pool);
            Race.of(8, each -> stores.secrets().find("opens more connections"));
            stores.secrets().put("vault", SECRET);
            try (Connection connection = DriverManager.getConnection(H2Url.in(directory), "sa", "");
                    Statement statement = connection.createStatement()) {
                statement.execute("shutdown immediately"); // what H2 does itself when the disk is full
            }
            assertThat(stores.secrets().find("vault")).contains(SECRET);
            List<Boolean> found =
                    Race.of(8, each -> stores.secrets().find("vault").isPresent());
            assertThat(found).containsOnly(true);
        }
    }

    @Test
    void tablesLiveBesideThoseOfAnEmbeddingProgram() throws SQLException {
        try (HikariDataSource pool = Pools.h2(H2Url.in(directory), "sa", new char[0])) {
            try (Connection connection = pool.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("create table theirs (id integer)");
            }
            JdbiPersistence.open(pool).close();
            try (Stores again = JdbiPersistence.open(pool)) {
                assertThat(again.users().isEmpty()).isTrue();
            }
            assertThat(pool.isClosed()).isFalse();
        }
        assertThat(number("select count(*) from theirs")).isZero();
    }

    @Test
    void ownUrlOfH2GetsTheSettingsThatKeepData() {
        assertThat(H2Url.withSettings("jdbc:h2:mem:x;write_delay=5"))
                .startsWith("jdbc:h2:mem:x;write_delay=5;MODE=PostgreSQL;")
                .doesNotContain("WRITE_DELAY");
        try (Stores stores = JdbiPersistence.connect("jdbc:h2:mem:own", null, null)) {
            stores.secrets().put("vault", SECRET);
            assertThat(stores.secrets().find("vault")).contains(SECRET);
        }
    }

    @Test
    void databasesOfOtherKindsAreRefused() {
        assertThatThrownBy(() -> JdbiPersistence.connect("jdbc:mysql://localhost/x", "u", new char[0]))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("database-url must begin with jdbc:postgresql: or jdbc:h2:.");
    }

    private int number(String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        H2Url.in(directory).replace("DB_CLOSE_DELAY=-1", "DB_CLOSE_DELAY=0"), "sa", "");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getInt(1);
        }
    }
}
