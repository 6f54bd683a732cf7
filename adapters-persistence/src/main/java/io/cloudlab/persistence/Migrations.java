package io.cloudlab.persistence;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Brings the tables up to date. They live beside those of an embedding program, with names and a history of their own. */
final class Migrations {
    /** The version of the last file in {@code migrations}. */
    static final String NEWEST = "2";

    static final String LOCATION = "io/cloudlab/persistence/migrations";

    private Migrations() {}

    static void run(DataSource dataSource) {
        if (areDone(dataSource)) return;
        Flyway flyway = Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(dataSource)
                .locations("classpath:" + LOCATION)
                .table("cloudlab_schema_history")
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load();
        boolean failedBefore = Arrays.stream(flyway.info().all())
                .anyMatch(migration -> migration.getState().isFailed());
        if (failedBefore) flyway.repair(); // forgets the failure: migrations can be run again
        flyway.migrate();
    }

    /** Asks the history itself, since loading Flyway costs a quarter of a second at every start. */
    private static boolean areDone(DataSource dataSource) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet last = statement.executeQuery(
                        "select version, success from cloudlab_schema_history order by installed_rank desc limit 1")) {
            return last.next() && last.getBoolean("success") && NEWEST.equals(last.getString("version"));
        } catch (SQLException noHistory) {
            return false; // or no database, which Flyway is about to say
        }
    }
}
