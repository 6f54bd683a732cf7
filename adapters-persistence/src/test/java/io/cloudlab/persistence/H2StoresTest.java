package io.cloudlab.persistence;

import com.zaxxer.hikari.HikariDataSource;
import io.cloudlab.core.Stores;
import io.cloudlab.core.testing.contract.AllStoresContract;
import io.cloudlab.persistence.connection.EmbeddedDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class H2StoresTest implements AllStoresContract, RacesOfPeopleContract, RacesOfRulesContract {
    private static EmbeddedDatabase database;
    private static HikariDataSource pool;
    private static Stores stores;

    @BeforeAll
    static void open(@TempDir Path directory) {
        database = new EmbeddedDatabase(directory);
        pool = database.open();
        stores = JdbiPersistence.open(pool);
    }

    @BeforeEach
    void wipe() throws SQLException {
        Wiped.wipe(pool);
    }

    @AfterAll
    static void close() {
        database.close(pool);
    }

    @Override
    public void age(Duration by) {
        Wiped.age(pool, by);
    }

    @Override
    public Stores stores() {
        return stores;
    }
}
