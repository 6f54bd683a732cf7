package io.cloudlab.persistence.items;

import com.zaxxer.hikari.HikariDataSource;
import io.cloudlab.core.Stores;
import io.cloudlab.persistence.JdbiPersistence;
import io.cloudlab.persistence.Wiped;
import io.cloudlab.persistence.connection.H2Url;
import io.cloudlab.persistence.connection.Pools;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

@Tag("slow")
class H2LargeListsTest implements LargeListsContract {
    private static HikariDataSource pool;
    private static Stores stores;

    @BeforeAll
    static void open() {
        pool = Pools.h2(H2Url.withSettings("jdbc:h2:mem:large-lists;DB_CLOSE_DELAY=0"), null, null);
        stores = JdbiPersistence.open(pool, NONE);
    }

    @BeforeEach
    void wipe() throws SQLException {
        Wiped.wipe(pool);
    }

    @AfterAll
    static void close() {
        pool.close();
    }

    @Override
    public Stores stores() {
        return stores;
    }
}
