package io.cloudlab.persistence.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/** Brings the tables up to date. They live beside those of an embedding program, with names and a history of their own. */
public final class Migrations {
    static final String LOCATION = "io/cloudlab/persistence/migrations";

    /**
     * The files in {@code migrations}, as Flyway notes them. If nothing else stands in the history, Flyway has nothing to do,
     * and is not even loaded: that alone takes a quarter of a second. Whatever differs is its to judge.
     */
    public static final List<Done> ALL = List.of(
            file("1", "first_stores", -813_269_634),
            file("2", "people", -1_853_749_809),
            file("3", "file_versions", -1_514_684_025),
            file("4", "cloud", 1_650_340_704),
            file("5", "inventory", -533_990_281),
            file("6", "terminals", -2_016_708_697),
            file("7", "job_permission", -378_154_040),
            file("8", "inventory_numbers", 1_583_692_821),
            file("11", "sessions", 1_971_073_207),
            file("13", "server_lease", -335_313_912),
            file("14", "job_turns", -1_120_665_949),
            file("15", "job_subject", 48268771),
            file("16", "rules_and_pins", 1_867_120_555),
            file("17", "what_was_there_before", -1_943_313_756),
            file("18", "job_inputs_outputs_and_deadlines", -1_600_976_807),
            file("19", "service_secrets", -201_960_705),
            file("20", "service_rules", 1_514_104_546),
            file("21", "job_retries", -2_136_155_976));

    /** Where the table of leases comes from. */
    private static final String LEASES = "V13__server_lease.sql";

    private static final String HISTORY =
            "select type, version, script, checksum, success from cloudlab_schema_history order by installed_rank";

    /** Flyway notes the history's own beginning as well, and that foreign tables were there before ours. */
    private static final Set<String> BEGINNINGS = Set.of("TABLE", "BASELINE");

    private Migrations() {}

    public static void run(DataSource dataSource) {
        List<Done> history = history(dataSource);
        if (history.equals(ALL)) return;
        Flyway flyway = Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(dataSource)
                .locations("classpath:" + LOCATION)
                .table("cloudlab_schema_history")
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .failOnMissingLocations(true)
                .loggers("slf4j") // else, without a provider, every step is printed to standard error
                .callbacks(new LongMigrationTimeout())
                .load();
        boolean failed = !history.stream().allMatch(Done::success);
        if (failed && history.stream().filter(Done::success).allMatch(ALL::contains))
            flyway.repair(); // forgets the failure: migrations can be run again; and would forget changed files as well
        migrate(flyway, dataSource);
    }

    /**
     * Once more if nothing is known to have gone wrong with the tables: of several servers that begin at once, one may find
     * the tables of another where it has just seen none, and Flyway gives up.
     */
    private static void migrate(Flyway flyway, DataSource dataSource) {
        try {
            flyway.migrate();
        } catch (FlywayException e) {
            if (!history(dataSource).stream().allMatch(Done::success)) throw e;
            flyway.migrate();
        }
    }

    /** Whether the tables are those of another version, which knows of leases: a server may be using them. */
    public static boolean isOutdated(DataSource dataSource) {
        List<Done> history = history(dataSource);
        return !history.equals(ALL)
                && history.stream()
                        .anyMatch(done -> done.success() && done.script().equals(LEASES));
    }

    /** What was done since the beginning; nothing if there is no history, or no database, as Flyway is about to say. */
    public static List<Done> history(DataSource dataSource) {
        List<Done> history = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(HISTORY)) {
            while (row.next()) {
                Done done = new Done(
                        row.getString("type"),
                        row.getString("version"),
                        row.getString("script"),
                        row.getInt("checksum"),
                        row.getBoolean("success"));
                if (!BEGINNINGS.contains(done.type())) history.add(done);
            }
            return history;
        } catch (SQLException e) {
            return List.of();
        }
    }

    private static Done file(String version, String name, int checksum) {
        return new Done("SQL", version, "V" + version + "__" + name + ".sql", checksum, true);
    }

    /**
     * An entry of the history.
     *
     * @param version null if it is a migration that can be repeated
     */
    record Done(String type, @Nullable String version, String script, int checksum, boolean success) {}
}
