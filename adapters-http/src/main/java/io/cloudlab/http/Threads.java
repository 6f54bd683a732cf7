package io.cloudlab.http;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes threads with names that tell in a thread dump what they are for. None keeps the process alive. */
final class Threads {
    private Threads() {}

    static ThreadFactory named(String name) {
        return task -> daemon(task, name);
    }

    /** @param prefix of the names, before a number from 1 on */
    static ThreadFactory numbered(String prefix) {
        AtomicInteger number = new AtomicInteger();
        return task -> daemon(task, prefix + number.incrementAndGet());
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
