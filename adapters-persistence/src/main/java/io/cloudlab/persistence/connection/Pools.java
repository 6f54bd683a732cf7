package io.cloudlab.persistence.connection;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.cloudlab.persistence.database.ClosedDatabase;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;

/**
 * Connection pools whose waits end in time: a database that hangs costs a caller two seconds for a connection and three
 * for an answer, and waiting for another transaction's row ends before that.
 */
public final class Pools {
    private static final int MAX_CONNECTIONS = 10;
    private static final long GET_MILLIS = 2_000;
    private static final long VALIDATE_MILLIS = 1_000;

    /** Seconds. Nothing asked here takes as long. */
    private static final Map<String, String> POSTGRESQL = Map.of(
            "connectTimeout", "2",
            "socketTimeout", "3",
            "loginTimeout", "3",
            "tcpKeepAlive", "true",
            "logServerErrorDetail", "false",
            "ApplicationName", "cloudlab");

    private Pools() {}

    public static HikariDataSource h2(String url, @Nullable String user, char @Nullable [] password) {
        return h2(url, user, password, new ReentrantLock());
    }

    /** @param opening is held while a connection is made, which may open the database */
    static HikariDataSource h2(String url, @Nullable String user, char @Nullable [] password, Lock opening) {
        HikariConfig config = config(user, password);
        JdbcDataSource database = new JdbcDataSource(); // by the URL alone, every driver there is would be loaded
        database.setURL(url);
        if (user != null) database.setUser(user);
        if (password != null) database.setPasswordChars(password.clone());
        config.setDataSource(new ShieldedDataSource(database, opening));
        config.setUsername(null);
        config.setPassword(null);
        config.setThreadFactory(ShieldedThread::new);
        ClosedDatabase closed = new ClosedDatabase();
        config.setExceptionOverride(closed);
        HikariDataSource pool = new HikariDataSource(config);
        closed.watch(pool);
        return pool;
    }

    public static HikariDataSource postgresql(String url, @Nullable String user, char @Nullable [] password) {
        HikariConfig config = config(user, password);
        config.setJdbcUrl(url);
        POSTGRESQL.forEach((name, value) -> {
            if (!url.contains(name + "=")) config.addDataSourceProperty(name, value);
        });
        config.setConnectionInitSql("set lock_timeout = '2s'");
        return new HikariDataSource(config);
    }

    private static HikariConfig config(@Nullable String user, char @Nullable [] password) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("cloudlab");
        if (user != null) config.setUsername(user);
        if (password != null) config.setPassword(new String(password));
        config.setMaximumPoolSize(MAX_CONNECTIONS);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(GET_MILLIS);
        config.setValidationTimeout(VALIDATE_MILLIS);
        return config;
    }
}
