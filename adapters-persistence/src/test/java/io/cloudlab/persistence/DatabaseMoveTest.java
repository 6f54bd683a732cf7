package io.cloudlab.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.cloudlab.core.Stores;
import io.cloudlab.core.identity.user.User;
import io.cloudlab.core.identity.user.Username;
import io.cloudlab.core.inventory.item.Tag;
import io.cloudlab.core.jobs.job.Concurrency;
import io.cloudlab.core.jobs.job.Job;
import io.cloudlab.core.jobs.job.JobFilter;
import io.cloudlab.core.jobs.job.JobStatus;
import io.cloudlab.core.shared.CloudLabException;
import io.cloudlab.core.shared.PageRequest;
import io.cloudlab.core.testing.SampleJobs;
import io.cloudlab.core.testing.contract.StoresContract;
import io.cloudlab.core.vault.SealedSecret;
import io.cloudlab.persistence.connection.EmbeddedDatabase;
import io.cloudlab.persistence.connection.MoveNote;
import io.cloudlab.persistence.connection.Pools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** The embedded database of a data directory is moved to PostgreSQL. */
@org.junit.jupiter.api.Tag("slow")
class DatabaseMoveTest {
    private static final String ODD = "back\\slash\ttab\nline\r\u00fc\ud83d\ude80 \\N \\. 'quote' \"";

    @TempDir
    private Path directory;

    private String url;
    private Job job;
    private int lastUser;

    @BeforeEach
    void fill(TestInfo test) {
        url = PostgresqlServer.newDatabase(
                "move" + test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT));
        try (Stores stores = JdbiPersistence.embedded(directory)) {
            stores.users().insert(user("mira"));
            lastUser = stores.users().insert(user("gone")).id();
            stores.secrets().put(ODD, new SealedSecret(new byte[] {0, '\\', 'N', 10, -1}));
            for (int each = 0; each < 30; each++) {
                Job queued = SampleJobs.queued(
                        each,
                        SampleJobs.request("web" + each, ODD, 1, "mira", null, StoresContract.NOON),
                        Concurrency.EXCLUSIVE);
                stores.jobs().insert(queued);
                job = stores.jobs().update(SampleJobs.ended(queued, JobStatus.FAILED, StoresContract.NOON, each));
            }
            Tag tag = stores.tags().insert(new Tag(0, "tag", null));
            assertThat(tag.id()).isPositive();
        }
        execute("delete from cloudlab_user where username = 'gone'");
    }

    private void execute(String sql) {
        EmbeddedDatabase database = new EmbeddedDatabase(directory);
        HikariDataSource pool = database.openMoved();
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(e);
        } finally {
            database.close(pool);
        }
    }

    private static User user(String name) {
        return new User(0, new Username(name), null, null, "hash", true, 0, StoresContract.NOON, null, null, 0);
    }

    private List<String> move() {
        List<String> tables = new ArrayList<>();
        new DatabaseMove(directory)
                .run(url, null, null, "source", step -> tables.add(step.table() + " " + step.rows()));
        return tables;
    }

    @Test
    void everyRowArrivesAndNumbersGoOn() {
        assertThat(move()).contains("cloudlab_job 30", "cloudlab_user 1", "cloudlab_secret 1", "cloudlab_tag 1");

        try (Stores stores = JdbiPersistence.connect(url, null, null)) {
            assertThat(stores.jobs().find(job.id())).contains(job);
            assertThat(stores.jobs()
                            .list(JobFilter.ANY, new PageRequest(1, 100))
                            .total())
                    .isEqualTo(30);
            assertThat(stores.secrets().find(ODD).orElseThrow().bytes()).containsExactly(0, '\\', 'N', 10, -1);
            assertThat(stores.tags().all().get(0).tag().name()).isEqualTo("tag");
            assertThat(stores.users().insert(user("next")).id()).isGreaterThan(lastUser);
            assertThat(stores.jobs().insert(SampleJobs.queued(99, "web", Concurrency.EXCLUSIVE)))
                    .isTrue();
        }
    }

    @Test
    void directoryRemembersAndRefusesItsOldDatabase() {
        assertThat(new DatabaseMove(directory).isDue()).isTrue();
        String secret = url + (url.contains("?") ? "&" : "?") + "ApplicationName=hidden";

        new DatabaseMove(directory).run(secret, null, null, "source", step -> {});

        assertThat(new DatabaseMove(directory).isDue()).isFalse();
        assertThat(new DatabaseMove(directory).movedTo()).contains(MoveNote.place(url));
        assertThatThrownBy(() -> JdbiPersistence.embedded(directory))
                .isInstanceOfSatisfying(
                        CloudLabException.class, e -> assertThat(e.code()).isEqualTo("database-moved"))
                .hasMessageContaining(MoveNote.place(url))
                .message()
                .doesNotContain("hidden");
        assertThat(move()).isEmpty();
    }

    @Test
    void moveThatWasCutOffIsCompletedAndNoServerUsesTheDatabaseMeanwhile() {
        List<String> seen = new ArrayList<>();
        assertThatThrownBy(() -> new DatabaseMove(directory).run(url, null, null, "source", step -> {
                    seen.add(step.table());
                    if (seen.size() == 5) throw new IllegalStateException("killed");
                }))
                .hasMessage("killed");
        assertThatThrownBy(() -> JdbiPersistence.connect(url, null, null)).hasMessageContaining("migrate");
        assertThatThrownBy(() -> new DatabaseMove(directory).run(url, null, null, "another", step -> {}))
                .isInstanceOfSatisfying(
                        CloudLabException.class, e -> assertThat(e.code()).isEqualTo("move-of-another"));

        assertThat(move()).contains("cloudlab_job 30").hasSizeGreaterThan(20);

        JdbiPersistence.connect(url, null, null).close();
    }

    @Test
    void moveBeginsAnewWhereTheOldDatabaseWasUsedAfterItWasCutOff() {
        assertThatThrownBy(() -> new DatabaseMove(directory).run(url, null, null, "source", step -> {
                    if (step.table().equals("cloudlab_user")) throw new IllegalStateException("killed");
                }))
                .hasMessage("killed");
        try (Stores stores = JdbiPersistence.embedded(directory)) {
            stores.users().insert(user("later"));
        }

        move();

        try (Stores stores = JdbiPersistence.connect(url, null, null)) {
            assertThat(stores.users().findByUsername(new Username("later"))).isPresent();
            assertThat(stores.jobs().find(job.id())).contains(job);
        }
    }

    @Test
    void databaseThatHoldsSomethingIsRefusedAndLeftAsItIs() {
        try (Stores stores = JdbiPersistence.connect(url, null, null)) {
            stores.users().insert(user("theirs"));
        }

        assertThatThrownBy(this::move)
                .isInstanceOfSatisfying(
                        CloudLabException.class, e -> assertThat(e.code()).isEqualTo("target-not-empty"));

        try (Stores stores = JdbiPersistence.connect(url, null, null)) {
            assertThat(stores.users().findByUsername(new Username("theirs"))).isPresent();
        }
        assertThat(new DatabaseMove(directory).isDue()).isTrue();
    }

    @Test
    void rowThatChangesOnItsWayIsNoticed() throws SQLException {
        try (Stores stores = JdbiPersistence.connect(url, null, null)) {
            stores.ping();
        }
        try (HikariDataSource pool = Pools.postgresql(url, null, null);
                Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    create function spoil() returns trigger language plpgsql as
                        $$ begin new.service := new.service || 'x'; return new; end $$;
                    create trigger spoil before insert on cloudlab_job for each row execute function spoil()""");
        }

        assertThatThrownBy(this::move)
                .isInstanceOfSatisfying(
                        CloudLabException.class, e -> assertThat(e.code()).isEqualTo("move-differs"))
                .hasMessageContaining("cloudlab_job");
        assertThat(new DatabaseMove(directory).movedTo()).isEmpty();
    }

    @Test
    void directoryThatWasNeverSetUpNeedsNoMove(@TempDir Path fresh) throws Exception {
        assertThat(new DatabaseMove(fresh).isDue()).isFalse();
        JdbiPersistence.embedded(fresh).close();
        assertThat(new DatabaseMove(fresh).isDue()).isFalse();
        Files.delete(fresh.resolve("database.mark"));
        assertThat(new DatabaseMove(fresh).isDue())
                .as("not known what it holds")
                .isTrue();
    }
}
