package io.cloudlab.persistence.connection;

import io.cloudlab.core.shared.Unavailable;
import io.cloudlab.persistence.database.DatabaseFailures;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.h2.jdbcx.JdbcDataSource;

/** The settings under which H2 keeps every acknowledged write, speaks the SQL used here and stays small. */
public final class H2Url {
    private static final Map<String, String> SETTINGS = new LinkedHashMap<>();

    static {
        SETTINGS.put("WRITE_DELAY", "0"); // else kill -9 loses what was committed in the last half second
        SETTINGS.put("MODE", "PostgreSQL");
        SETTINGS.put("DATABASE_TO_LOWER", "TRUE");
        SETTINGS.put("DEFAULT_NULL_ORDERING", "HIGH");
        SETTINGS.put("DB_CLOSE_DELAY", "-1"); // stays open while the pool has no connection
        SETTINGS.put("DB_CLOSE_ON_EXIT", "FALSE"); // we close it, after the last request
        SETTINGS.put("LOCK_TIMEOUT", "2000"); // milliseconds
        SETTINGS.put("MAX_COMPACT_TIME", "4000"); // milliseconds, at the end
        SETTINGS.put("TRACE_LEVEL_FILE", "0"); // a trace file would hold statements
        SETTINGS.put("CACHE_SIZE", "16384"); // KiB
        SETTINGS.put("ANALYZE_AUTO", "0"); // reads within the commit, without a hold on what it reads
    }

    private H2Url() {}

    /** The same database, if there is one, as it is: nothing is written, not even to put it in order. */
    public static String forReading(Path directory) {
        return in(directory).replace("DB_CLOSE_DELAY=-1", "DB_CLOSE_DELAY=0") + ";IFEXISTS=TRUE;ACCESS_MODE_DATA=r";
    }

    public static String in(Path directory) {
        String path = directory.toAbsolutePath().normalize().resolve("cloudlab").toString();
        if (path.indexOf(';') >= 0 || path.indexOf('\\') >= 0) // H2 reads the one as a setting, the other as a slash
        throw new Unavailable(
                    DatabaseFailures.CODE, "The data directory's path must not contain a semicolon or a backslash.");
        return withSettings("jdbc:h2:file:" + path);
    }

    /** A connection outside the pool, made without looking for drivers of other databases. */
    static Connection open(String url) throws SQLException {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL(url);
        return database.getConnection("sa", "");
    }

    /** Adds the settings the URL itself does not make. */
    public static String withSettings(String url) {
        String made = url.toUpperCase(Locale.ROOT);
        StringBuilder complete = new StringBuilder(url);
        SETTINGS.forEach((name, value) -> {
            if (!made.contains(";" + name + "="))
                complete.append(';').append(name).append('=').append(value);
        });
        return complete.toString();
    }
}
