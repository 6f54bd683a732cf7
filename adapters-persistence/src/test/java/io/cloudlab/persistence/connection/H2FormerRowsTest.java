package io.cloudlab.persistence.connection;

import com.zaxxer.hikari.HikariDataSource;
import io.cloudlab.persistence.database.FormerRowsContract;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

class H2FormerRowsTest implements FormerRowsContract {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private @Nullable HikariDataSource pool;

    @Override
    public HikariDataSource pool() {
        HikariDataSource opened = Pools.h2(
                H2Url.withSettings("jdbc:h2:mem:former" + NUMBER.incrementAndGet() + ";DB_CLOSE_DELAY=0"), null, null);
        pool = opened;
        return opened;
    }

    @AfterEach
    void close() {
        if (pool != null) pool.close();
    }
}
