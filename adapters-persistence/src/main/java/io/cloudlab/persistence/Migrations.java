package io.cloudlab.persistence;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Brings the tables up to date. They live beside those of an embedding program, with names and a history of their own. */
final class Migrations {
    private Migrations() {}

    static void run(DataSource dataSource) {
        Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(dataSource)
                .locations("classpath:io/cloudlab/persistence/migrations")
                .table("cloudlab_schema_history")
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load()
                .migrate();
    }
}
