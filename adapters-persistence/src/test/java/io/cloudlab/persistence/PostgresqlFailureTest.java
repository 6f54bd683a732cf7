package io.cloudlab.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.Stores;
import io.cloudlab.core.shared.Unavailable;
import io.cloudlab.core.testing.DeafPort;
import io.cloudlab.core.testing.Race;
import java.io.IOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What callers meet when PostgreSQL fails. */
@Tag("slow")
class PostgresqlFailureTest {
    /** Five seconds are promised; a busy machine adds to them. */
    private static final Duration PROMISED = Duration.ofSeconds(20);

    @Test
    void serverThatHangsMakesEverybodyUnavailableInTimeAndNobodyAfterwards() throws IOException {
        String url = PostgresqlServer.newDatabase("hangs");
        int port = URI.create(url.substring("jdbc:".length())).getPort();
        try (StallingProxy proxy = new StallingProxy(port);
                Stores stores = JdbiPersistence.connect(url.replace(":" + port, ":" + proxy.port()), null, null)) {
            stores.ping();
            proxy.stall();
            List<Duration> waits = Race.of(12, each -> timeUntilRefused(stores));
            proxy.goOn();

            assertThat(waits).allMatch(wait -> wait.compareTo(PROMISED) < 0);
            Race.of(12, each -> Race.succeeds(Unavailable.class, stores::ping));
            stores.ping();
        }
    }

    @Test
    void refusalsTellNoSql() {
        String url = PostgresqlServer.newDatabase("refusals");
        Stores stores = JdbiPersistence.connect(url, null, null);
        stores.close();
        assertThatThrownBy(() -> stores.users().isEmpty()).isInstanceOfSatisfying(Unavailable.class, refusal -> {
            assertThat(refusal.detail()).isEqualTo("The database cannot be used now.");
            assertThat(refusal.code()).isEqualTo("database-unavailable");
        });
    }

    @Test
    void openingAgainFindsTheTablesUpToDate() {
        String url = PostgresqlServer.newDatabase("again");
        JdbiPersistence.connect(url, null, null).close();
        try (Stores stores = JdbiPersistence.connect(url, null, null)) {
            assertThat(stores.users().isEmpty()).isTrue();
        }
    }

    @Test
    void migrationOfLargeTablesMayTakeLongerThanCallersWait() throws SQLException {
        String url = PostgresqlServer.newDatabase("large");
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("create sequence statements");
            statement.execute("""
                    create function dawdle() returns event_trigger language plpgsql as $$ begin
                        if nextval('statements') = 1 then perform pg_sleep(1.5); end if;
                    end $$""");
            statement.execute("""
                    create event trigger slow on ddl_command_start when tag in ('CREATE SEQUENCE')
                    execute function dawdle()""");
        }
        String impatient = url + (url.contains("?") ? "&" : "?") + "socketTimeout=1";
        try (Stores stores = JdbiPersistence.connect(impatient, null, null)) {
            assertThat(stores.users().isEmpty()).isTrue();
        }
    }

    @RepeatedTest(5)
    void severalServersCanStartOnAnEmptyDatabaseAtOnce(RepetitionInfo round) {
        String url = PostgresqlServer.newDatabase("together" + round.getCurrentRepetition());
        List<Boolean> opened = Race.of(3, each -> {
            try (Stores stores = JdbiPersistence.connect(url, null, null)) {
                return stores.users().isEmpty();
            }
        });
        assertThat(opened).containsOnly(true);
    }

    @Test
    void databaseThatDoesNotExistIsNamedAsTheReason() {
        String url = PostgresqlServer.newDatabase("exists").replace("/exists", "/missing");
        assertThatThrownBy(() -> JdbiPersistence.connect(url, null, null))
                .isInstanceOf(Unavailable.class)
                .hasMessage("The database cannot be opened: there is no such database.");
    }

    @Test
    void serverThatDoesNotListenIsNamedAsTheReason() {
        try (DeafPort nobody = new DeafPort()) {
            String url = "jdbc:postgresql://127.0.0.1:" + nobody.port() + "/x";
            assertThatThrownBy(() -> JdbiPersistence.connect(url, "u", null))
                    .isInstanceOf(Unavailable.class)
                    .hasMessage("The database cannot be opened: there is no connection to its server.");
        }
    }

    private static Duration timeUntilRefused(Stores stores) {
        long start = System.nanoTime();
        assertThatThrownBy(stores::ping).isInstanceOf(Unavailable.class);
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
