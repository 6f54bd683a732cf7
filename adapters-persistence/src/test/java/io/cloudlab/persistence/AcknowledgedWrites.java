package io.cloudlab.persistence;

import io.cloudlab.core.Stores;
import io.cloudlab.core.audit.AuditEntry;
import io.cloudlab.core.identity.user.User;
import io.cloudlab.core.identity.user.Username;
import io.cloudlab.core.jobs.job.Concurrency;
import io.cloudlab.core.testing.SampleJobs;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/** A program that opens an embedded database, and writes to it and tells each write when it is done, until it is killed. */
final class AcknowledgedWrites {
    private AcknowledgedWrites() {}

    public static void main(String[] arguments) {
        Stores stores = JdbiPersistence.embedded(Path.of(arguments[0]));
        int first = Integer.parseInt(arguments[1]);
        for (int number = first; ; number++) {
            write(stores, number);
            System.out.println(number);
        }
    }

    /** In three ways: alone, in a transaction of two stores, and as an update. */
    static void write(Stores stores, int number) {
        Instant now = Instant.parse("2026-03-01T12:00:00Z");
        stores.jobs().insert(SampleJobs.queued(number, "wiki", Concurrency.PARALLEL));
        User user = stores.transactions().call(() -> {
            stores.audit().append(new AuditEntry(0, null, null, "a" + number, null, Map.of(), null, now));
            return stores.users().insert(new User(0, username(number), null, null, null, true, 0, now, null, null, 0));
        });
        stores.users().recordSignIn(user.id(), now);
    }

    static Username username(int number) {
        return new Username("user_" + number);
    }
}
