package io.cloudlab.app.doctor;

import io.cloudlab.app.directory.DataDirectory;
import io.cloudlab.app.failure.IoErrorText;
import io.cloudlab.app.failure.StartFailure;
import io.cloudlab.app.settings.AppConfig;
import io.cloudlab.app.settings.Setting;
import io.cloudlab.core.server.Lease;
import io.cloudlab.core.shared.CloudLabException;
import io.cloudlab.core.vault.MasterKey;
import io.cloudlab.core.vault.Vault;
import io.cloudlab.persistence.DatabaseCheck;
import io.cloudlab.persistence.DatabaseMove;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The database of a server, and the key that opens the secrets in it. */
final class DoctorDatabase {
    private static final Duration MAX_DIFFERENCE = Duration.ofSeconds(5);
    private static final String PUT_BACK = "Put the key back that belongs to the database, from your backup.";

    private final AppConfig config;
    private final Path data;
    private final List<Finding> findings = new ArrayList<>();

    DoctorDatabase(AppConfig config) {
        this.config = config;
        this.data = config.data();
    }

    List<Finding> findings() {
        Optional<MasterKey> key = key();
        boolean embedded = config.database().isEmpty();
        if (embedded
                && Files.notExists(data.resolve("cloudlab.mv.db"))
                && Files.notExists(data.resolve("database.mark"))) {
            findings.add(Finding.ok("database", "H2 in the data directory; the first start makes it."));
        } else if (embedded && isInUse()) {
            findings.add(
                    Finding.ok("database", "H2 in the data directory, used by the running server: see /health/ready."));
        } else {
            look(key);
        }
        return findings;
    }

    private void look(Optional<MasterKey> key) {
        try (DatabaseCheck database = opened()) {
            findings.add(database(database));
            if (config.database().isPresent()) findings.add(clock(database));
            if (database.isCurrent() && key.isPresent()) findings.add(proof(database, key.get()));
        } catch (CloudLabException e) {
            String mend = config.database().isPresent()
                    ? "Look at " + Setting.DATABASE_URL.variable() + ", _USER and _PASSWORD, and whether it runs."
                    : "Put a backup of the data directory in its place.";
            findings.add(Finding.failed("database", e.detail(), mend));
        }
    }

    private DatabaseCheck opened() {
        if (config.database().isEmpty()) return DatabaseCheck.embedded(data);
        AppConfig.Database database = config.database().get();
        return DatabaseCheck.connect(
                database.url(), database.user(), database.password().toCharArray());
    }

    private Finding database(DatabaseCheck database) {
        String product = database.product();
        if (config.database().isPresent() && new DatabaseMove(data).isDue())
            return Finding.failed(
                    "database",
                    "The data directory holds a database that was set up, and another one is configured.",
                    "Move it there with migrate --to, or leave " + Setting.DATABASE_URL.variable() + " out.");
        if (!database.isCurrent())
            return Finding.ok("database", product + "; the next start brings its tables up to date.");
        Optional<Lease> lease = database.lease();
        return Finding.ok(
                "database",
                product
                        + lease.map(held ->
                                        ", in use by server " + held.server().name() + " since " + held.since())
                                .orElse("")
                        + ".");
    }

    private static Finding clock(DatabaseCheck database) {
        Duration difference = database.clockDifference(Clock.systemUTC());
        if (difference.abs().compareTo(MAX_DIFFERENCE) <= 0)
            return Finding.ok("db clock", "It agrees with this machine's.");
        return Finding.warning(
                "db clock",
                "It is " + difference.abs().toSeconds() + " s off this machine's.",
                "Set both, for example by NTP.");
    }

    private static Finding proof(DatabaseCheck database, MasterKey key) {
        try {
            if (!Vault.isSealed(database.secrets())) return Finding.ok("sealed", "Nothing is sealed yet.");
            Vault.prove(database.secrets(), key);
            return Finding.ok("sealed", "The master key opens what is sealed in the database.");
        } catch (CloudLabException e) {
            return Finding.failed("sealed", "The master key is not the one of this database.", PUT_BACK);
        }
    }

    private Optional<MasterKey> key() {
        if (config.masterKey().isPresent()) {
            findings.add(Finding.ok("key", "Given as " + Setting.MASTER_KEY.variable() + "."));
            return config.masterKey();
        }
        Path file = data.resolve("master.key");
        try {
            Optional<MasterKey> key = DataDirectory.keyIn(file);
            if (key.isEmpty() && Files.exists(data.resolve("cloudlab.mv.db")))
                findings.add(Finding.failed("key", file + " is missing.", PUT_BACK));
            else if (key.isEmpty()) findings.add(Finding.ok("key", "The first start makes " + file + "."));
            else if (!PosixFilePermissions.toString(Files.getPosixFilePermissions(file))
                    .endsWith("------"))
                findings.add(Finding.warning("key", file + " is open to other users.", "chmod 600 " + file));
            else findings.add(Finding.ok("key", file.toString()));
            return key;
        } catch (IOException | StartFailure e) {
            findings.add(Finding.failed("key", file + " cannot be used: " + IoErrorText.of(e), PUT_BACK));
            return Optional.empty();
        }
    }

    private boolean isInUse() {
        Path file = data.resolve("lock");
        if (Files.notExists(file)) return false;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock == null;
        } catch (IOException e) {
            return false;
        }
    }
}
