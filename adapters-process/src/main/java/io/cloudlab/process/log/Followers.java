package io.cloudlab.process.log;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Who follows a log, to be woken when there is more. Thread-safe. */
final class Followers {
    private final Set<SpoolCursor> all = ConcurrentHashMap.newKeySet();

    void add(SpoolCursor cursor) {
        all.add(cursor);
    }

    void remove(SpoolCursor cursor) {
        all.remove(cursor);
    }

    int count() {
        return all.size();
    }

    void wake() {
        for (SpoolCursor follower : all) follower.wake();
    }
}
