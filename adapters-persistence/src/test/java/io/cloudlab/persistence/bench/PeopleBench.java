package io.cloudlab.persistence.bench;

import io.cloudlab.core.Stores;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.access.Role;
import io.cloudlab.core.audit.AuditEntry;
import io.cloudlab.core.audit.AuditQuery;
import io.cloudlab.core.identity.User;
import io.cloudlab.core.identity.Username;
import io.cloudlab.core.shared.Page;
import io.cloudlab.core.shared.PageRequest;
import io.cloudlab.persistence.JdbiPersistence;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Prints how long pages of users and of the audit trail take, totals included, with 10,000 users and 1,000,000 entries,
 * on both databases. 40 % of the entries are sign-ins; one user wrote 10 % of all. The first look at each question, which
 * counts everything once, is printed beside the others. Arguments: the number of entries (1000000), of rounds (200), and
 * the databases ({@code h2}, {@code postgresql} or {@code both}).
 */
public final class PeopleBench {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration YEAR = Duration.ofDays(365);
    private static final int USERS = 10_000;
    private static final int BATCH = 5_000;
    private static final List<String> ACTIONS = List.of(
            "service.deploy",
            "service.run_script",
            "service.config.edit",
            "service.file.upload",
            "job.cancel",
            "user.update",
            "user.invite",
            "logout",
            "login.failed",
            "role.edit");

    private final Stores stores;
    private final int entries;
    private final int rounds;
    private int last;

    private PeopleBench(Stores stores, int entries, int rounds) {
        this.stores = stores;
        this.entries = entries;
        this.rounds = rounds;
    }

    public static void main(String[] arguments) throws IOException {
        int entries = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 200;
        String databases = arguments.length > 2 ? arguments[2] : "both";
        if (!databases.equals("postgresql")) h2(entries, rounds);
        if (!databases.equals("h2")) postgresql(entries, rounds);
    }

    private static void h2(int entries, int rounds) throws IOException {
        Path directory = Files.createTempDirectory("cloudlab-bench");
        try (Stores h2 = JdbiPersistence.embedded(directory)) {
            System.out.println("H2");
            new PeopleBench(h2, entries, rounds).run(() -> {});
        }
        System.out.printf(
                "  file after closing %.1f MiB%n", Files.size(directory.resolve("cloudlab.mv.db")) / 1048576.0);
        try (Stream<Path> inside = Files.walk(directory)) {
            for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
        }
    }

    private static void postgresql(int entries, int rounds) throws IOException {
        try (EmbeddedPostgres server = EmbeddedPostgres.builder().start();
                Stores stores = JdbiPersistence.connect(server.getJdbcUrl("postgres", "postgres"), null, null)) {
            System.out.println("PostgreSQL");
            new PeopleBench(stores, entries, rounds).run(() -> vacuum(server));
        }
    }

    private void run(Runnable settle) {
        long start = System.nanoTime();
        fillUsers();
        fillAudit();
        settle.run();
        System.out.printf("  filling %.1f s%n", (System.nanoTime() - start) / 1e9);
        measureUsers();
        measureAudit();
        measureExport();
    }

    private void measureUsers() {
        measure("users, first page with roles", () -> users(null, null, 1));
        measure("users, page 50 with roles", () -> users(null, null, 50));
        measure("users, active", () -> users(null, User.Status.ACTIVE, 1));
        measure("users, invited", () -> users(null, User.Status.INVITED, 1));
        measure("users, search for one", () -> users("user_4711", null, 1));
        measure("users, search for all", () -> users("lab.test", null, 1));
        measure("users, search in vain", () -> users("nobody at all", null, 1));
    }

    private void measureAudit() {
        Instant middle = BEGIN.plus(YEAR.dividedBy(2));
        measure("audit, first page", AuditQuery.ANY);
        measure("audit, page 100", () -> stores.audit().find(AuditQuery.ANY, new PageRequest(100, 50)));
        measure("audit, action of 40 %", query("login", null, null, null, null, null, null));
        measure("audit, action of 6 %", query("user.invite", null, null, null, null, null, null));
        measure("audit, no such action", query("nothing", null, null, null, null, null, null));
        measure("audit, prefix of 24 %", query(null, "service.", null, null, null, null, null));
        measure("audit, prefix of 46 %", query(null, "log", null, null, null, null, null));
        measure("audit, username of 10 %", query(null, null, "user_1", null, null, null, null));
        measure("audit, username of few", query(null, null, "user_4711", null, null, null, null));
        measure("audit, user id of 10 %", query(null, null, null, 1, null, null, null));
        measure("audit, resource of 52 %", query(null, null, null, null, "auth", null, null));
        measure("audit, resource of few", query(null, null, null, null, "users/4711", null, null));
        measure("audit, half a year", query(null, null, null, null, null, middle, null));
        measure(
                "audit, one day long ago",
                query(null, null, null, null, null, middle, middle.plus(Duration.ofDays(1))));
        measure("audit, all but search", query("login", "log", "user_1", 1, "auth", BEGIN, middle));
        measure("audit, prefix and half a year", query(null, "service.", null, null, null, null, middle));
        int searches = Math.max(rounds / 20, 5);
        measure("audit, search for all", search("auth"), searches);
        measure("audit, search for few", search("user_4711"), searches);
        measure("audit, search in vain", search("nothing like it"), searches);
        measure("audit, append", this::append);
    }

    private void measureExport() {
        AtomicLong exported = new AtomicLong();
        long start = System.nanoTime();
        stores.audit().export(AuditQuery.ANY, entry -> exported.incrementAndGet());
        System.out.printf("  export of %d entries %.1f s%n", exported.get(), (System.nanoTime() - start) / 1e9);
    }

    private void users(@Nullable String search, User.@Nullable Status status, int page) {
        Page<User> found = stores.users().list(search, status, new PageRequest(page, 100));
        stores.roles().rolesOf(found.items().stream().map(User::id).toList());
    }

    private static AuditQuery query(
            @Nullable String action,
            @Nullable String prefix,
            @Nullable String username,
            @Nullable Integer userId,
            @Nullable String resource,
            @Nullable Instant from,
            @Nullable Instant to) {
        return new AuditQuery(action, prefix, username, userId, resource, from, to, null);
    }

    private static AuditQuery search(String text) {
        return new AuditQuery(null, null, null, null, null, null, null, text);
    }

    private void fillUsers() {
        stores.transactions().run(() -> {
            List<Role> roles = Stream.of("viewer", "operator", "auditor")
                    .map(name -> stores.roles()
                            .insert(name, "", false, BEGIN, Set.of(Permission.JOBS_VIEW_OWN, Permission.COSTS_VIEW)))
                    .toList();
            for (int number = 1; number <= USERS; number++) {
                Instant accepted = number % 20 == 0 ? null : BEGIN;
                User user = new User(
                        0,
                        new Username("user_" + number),
                        "user_" + number + "@lab.test",
                        "User Number " + number,
                        "hash",
                        number % 10 != 1,
                        0,
                        BEGIN,
                        accepted,
                        accepted,
                        0);
                stores.roles()
                        .assign(
                                stores.users().insert(user).id(),
                                List.of(roles.get(number % 3).id()));
            }
        });
    }

    private void fillAudit() {
        while (last < entries) {
            stores.transactions().run(() -> {
                for (int each = 0; each < BATCH && last < entries; each++) append();
            });
        }
    }

    private void append() {
        int number = last++;
        int user = number % 10 == 0 ? 1 : number * 31 % USERS + 1;
        boolean login = number % 5 < 2;
        String action = login ? "login" : ACTIONS.get(number / 5 % ACTIONS.size());
        boolean auth = action.startsWith("log");
        stores.audit()
                .append(new AuditEntry(
                        0,
                        user,
                        "user_" + user,
                        action,
                        auth ? "auth" : "users/" + number * 17 % USERS,
                        auth ? Map.of() : Map.of("job_id", Integer.toHexString(number * 7919), "script", "add-user"),
                        "203.0.113." + number % 200,
                        BEGIN.plus(YEAR.dividedBy(entries).multipliedBy(number))));
    }

    private void measure(String what, AuditQuery query) {
        measure(what, query, rounds);
    }

    private void measure(String what, AuditQuery query, int times) {
        measure(what, () -> stores.audit().find(query, new PageRequest(1, 50)), times);
    }

    private void measure(String what, Runnable run) {
        measure(what, run, rounds);
    }

    /** An entry is added before each look, since H2 answers the same query from its memory as long as nothing changes. */
    private void measure(String what, Runnable run, int times) {
        double first = millis(run);
        double[] each = new double[times];
        for (int round = 0; round < times; round++) {
            append();
            each[round] = millis(run);
        }
        Arrays.sort(each);
        System.out.printf(
                "  %-34s p50 %8.2f ms, p95 %8.2f ms, first %8.2f ms%n",
                what, each[times / 2], each[times * 95 / 100], first);
    }

    private static double millis(Runnable run) {
        long start = System.nanoTime();
        run.run();
        return (System.nanoTime() - start) / 1e6;
    }

    /** What the server does by itself within a minute. */
    private static void vacuum(EmbeddedPostgres server) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("vacuum analyze");
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
