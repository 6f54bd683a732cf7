package io.cloudlab.persistence.people;

import io.cloudlab.core.identity.mail.OutboxStore;
import io.cloudlab.core.vault.SealedSecret;
import io.cloudlab.persistence.database.InstantArguments;
import io.cloudlab.persistence.database.JdbiTransactions;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

public final class JdbiOutboxStore implements OutboxStore {
    private final JdbiTransactions database;

    public JdbiOutboxStore(JdbiTransactions database) {
        this.database = database;
    }

    @Override
    public void add(String id, SealedSecret mail, Instant createdAt) {
        database.with(handle -> handle.createUpdate("""
                        insert into cloudlab_outbox (id, mail, created_at, due_at, attempts)
                        values (:id, :mail, :now, :now, 0)""")
                .bind("id", id)
                .bind("mail", mail.bytes())
                .bind("now", createdAt)
                .execute());
    }

    /** Looks first and then takes only what is still as it was, so that no caller waits for a lock; the loser looks again. */
    @Override
    public Optional<Waiting> take(Instant now, Instant until) {
        return database.with(handle -> {
            while (true) {
                Optional<Waiting> due = due(handle, now);
                if (due.isEmpty() || isTaken(handle, due.get(), now, until)) return due;
            }
        });
    }

    @Override
    public void remove(String id) {
        database.with(handle -> handle.createUpdate("delete from cloudlab_outbox where id = :id")
                .bind("id", id)
                .execute());
    }

    @Override
    public void postpone(String id, Instant next) {
        database.with(handle -> handle.createUpdate("update cloudlab_outbox set due_at = :next where id = :id")
                .bind("id", id)
                .bind("next", next)
                .execute());
    }

    private static Optional<Waiting> due(Handle handle, Instant now) {
        return handle.createQuery("""
                        select * from cloudlab_outbox where due_at <= :now order by due_at, created_at limit 1""")
                .bind("now", now)
                .map((row, context) -> new Waiting(
                        row.getString("id"),
                        new SealedSecret(row.getBytes("mail")),
                        InstantArguments.get(row, "created_at"),
                        row.getInt("attempts") + 1))
                .findOne();
    }

    private static boolean isTaken(Handle handle, Waiting mail, Instant now, Instant until) {
        return handle.createUpdate("""
                        update cloudlab_outbox set due_at = :until, attempts = :attempts
                        where id = :id and attempts = :attempts - 1 and due_at <= :now""")
                        .bind("until", until)
                        .bind("attempts", mail.attempts())
                        .bind("id", mail.id())
                        .bind("now", now)
                        .execute()
                == 1;
    }
}
