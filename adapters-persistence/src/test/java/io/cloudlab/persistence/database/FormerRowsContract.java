package io.cloudlab.persistence.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.cloudlab.core.Stores;
import io.cloudlab.core.access.AclRule;
import io.cloudlab.core.inventory.item.Item;
import io.cloudlab.core.inventory.item.ItemIndex;
import io.cloudlab.core.inventory.type.TypeSlug;
import io.cloudlab.core.terminal.PinnedKey;
import io.cloudlab.persistence.JdbiPersistence;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What becomes of rows that a former version has written. {@link #pool} returns an empty database each time. */
public interface FormerRowsContract {
    TypeSlug SERVER = new TypeSlug("server");

    HikariDataSource pool();

    /** Tables and rows as they were before the migration of that version, which is left to do with all later ones. */
    default Stores migrated(String version, String... rows) throws SQLException, IOException {
        HikariDataSource pool = pool();
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            for (Migrations.Done file : Migrations.ALL) {
                if (Integer.parseInt(String.valueOf(file.version())) >= Integer.parseInt(version)) break;
                for (String sql : statements(file)) statement.execute(sql);
            }
            for (String row : rows) statement.execute(row);
        }
        return JdbiPersistence.open(pool);
    }

    private static String[] statements(Migrations.Done file) throws IOException {
        try (InputStream in = FormerRowsContract.class
                .getClassLoader()
                .getResourceAsStream(Migrations.LOCATION + "/" + file.script())) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replaceAll("--.*", "")
                    .strip()
                    .split(";\\s*");
        }
    }

    private static String item(long id, String type, @Nullable String source, @Nullable String key) {
        return "insert into cloudlab_item (id, type_slug, data, created_at, updated_at, source, source_key, version)"
                + " values (" + id + ", '" + type + "', '{\"hostname\":\"h" + id + "\"}', current_timestamp,"
                + " current_timestamp, " + text(source) + ", " + text(key) + ", 0)";
    }

    private static String text(@Nullable String value) {
        return value == null ? "null" : "'" + value + "'";
    }

    private static String key(String pin, String encoded) {
        return "insert into cloudlab_host_key (pin, host, port, algorithm, encoded, pinned_at) values ('" + pin
                + "', '203.0.113.7', 22, 'ssh-ed25519', '" + encoded + "', current_timestamp)";
    }

    private static Optional<String> pinned(Stores stores, String pin) {
        return stores.hostKeys().find(pin).map(PinnedKey::key).map(key -> key.encoded());
    }

    @Test
    default void keysPinnedToSynchronisedObjectsArePinnedToWhatTheseStandFor() throws SQLException, IOException {
        try (Stores stores = migrated(
                "16",
                item(1, "server", "vultr", "abc"),
                item(2, "service", "services", "wiki"),
                item(3, "server", null, null),
                item(4, "server", "vultr", "taken"),
                item(5, "node", "deployments", "taken"),
                key("object:1", "one"),
                key("object:2", "two"),
                key("object:3", "three"),
                key("vultr:taken", "newer"),
                key("object:4", "older"),
                key("object:5", "five"),
                key("object:99", "of an object that is gone"))) {
            assertThat(pinned(stores, "vultr:abc")).contains("one");
            assertThat(pinned(stores, "services:service:wiki")).contains("two");
            assertThat(pinned(stores, "object:3")).as("made by people").contains("three");
            assertThat(pinned(stores, "vultr:taken"))
                    .as("pinned to the instance already")
                    .contains("newer");
            assertThat(pinned(stores, "object:4")).contains("older");
            assertThat(pinned(stores, "deployments:node:taken")).contains("five");
            assertThat(pinned(stores, "object:99")).isPresent();
            for (int gone : List.of(1, 2, 5))
                assertThat(pinned(stores, "object:" + gone)).isEmpty();
        }
    }

    @Test
    default void ofSeveralObjectsForOneInstanceTheKeyThatWasPinnedFirstCounts() throws SQLException, IOException {
        try (Stores stores = migrated(
                "16",
                item(1, "server", "vultr", "abc"),
                item(2, "node", "vultr", "abc"),
                item(3, "server", "vultr", "def"),
                item(4, "node", "vultr", "def"),
                key("object:2", "only one"),
                key("object:4", "first"),
                key("object:3", "second"))) {
            assertThat(pinned(stores, "vultr:abc"))
                    .as("the older object was never opened")
                    .contains("only one");
            assertThat(pinned(stores, "vultr:def")).isPresent();
        }
    }

    @Test
    default void rulesOfASynchronisedObjectReturnWithTheNextOneOfItsKey() throws SQLException, IOException {
        try (Stores stores = migrated(
                "16",
                "insert into cloudlab_role (id, name, name_key, description, system_role, created_at)"
                        + " values (7, 'Operator', 'operator', '', false, current_timestamp)",
                item(1, "server", "vultr", "abc"),
                item(2, "server", null, null),
                rule(1, "ssh", "DENY"),
                rule(2, "ssh", "DENY"))) {
            stores.transactions().run(() -> stores.items().deleteAll(List.of(1L, 2L)));
            long next = stores.items().nextIds(1).get(0);
            Instant now = Instant.parse("2026-03-01T12:00:00Z");
            Item again =
                    new Item(next, SERVER, Map.of(), List.of(), null, now, now, new Item.Source("vultr", "abc"), 0);
            stores.transactions().run(() -> stores.items().insert(again, new ItemIndex("", Map.of(), Map.of())));

            assertThat(stores.acl().of(next).rules())
                    .extracting(AclRule::permission)
                    .containsExactly("ssh");
        }
    }

    @Test
    default void sessionsThatWereBegunBeforeTheyWereListedEnd() throws SQLException, IOException {
        try (Stores stores = migrated(
                "11",
                "insert into cloudlab_user (id, username, username_key, search_key, active, token_version, created_at,"
                        + " version) values (5, 'mira', 'mira', 'mira', true, 3, current_timestamp, 0)")) {
            assertThat(stores.users().find(5).orElseThrow().tokenVersion()).isEqualTo(4);
        }
    }

    private static String rule(long item, String permission, String effect) {
        return "insert into cloudlab_acl (item_id, type_slug, role_id, permission, effect) values (" + item
                + ", 'server', 7, '" + permission + "', '" + effect + "')";
    }
}
