package io.cloudlab.core.jobs;

import java.util.concurrent.ThreadFactory;

/** Threads that do not keep the program from ending. */
final class JobThreads {
    private JobThreads() {}

    static ThreadFactory named(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
