package io.cloudlab.http.work;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes threads with names that tell in a thread dump what they are for. None keeps the process alive. */
public final class Threads {
    private Threads() {}

    public static ThreadFactory named(String name) {
        return task -> daemon(task, name);
    }

    /** @param prefix of the names, before a number from 1 on */
    public static ThreadFactory numbered(String prefix) {
        AtomicInteger number = new AtomicInteger();
        return task -> daemon(task, prefix + number.incrementAndGet());
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
