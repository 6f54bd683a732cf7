package io.cloudlab.persistence;

import com.zaxxer.hikari.HikariDataSource;
import io.cloudlab.core.Stores;
import io.cloudlab.core.testing.contract.AllStoresContract;
import io.cloudlab.persistence.connection.Pools;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

@Tag("slow")
class PostgresqlStoresTest implements AllStoresContract, RacesOfPeopleContract, RacesOfRulesContract {
    private static HikariDataSource pool;
    private static Stores stores;

    @BeforeAll
    static void open() {
        pool = Pools.postgresql(PostgresqlServer.newDatabase("stores"), null, null);
        stores = JdbiPersistence.open(pool);
    }

    @BeforeEach
    void wipe() throws SQLException {
        Wiped.wipe(pool);
    }

    @AfterAll
    static void close() {
        if (pool != null) pool.close();
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
