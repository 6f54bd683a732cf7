package io.cloudlab.core.shared;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;

/**
 * Makes the executors for work in the background. The class that asks for an executor shuts it down. Implementations are
 * thread-safe.
 */
public interface BackgroundExecutors {
    /** Daemon threads, which do not keep the program from ending. */
    BackgroundExecutors DAEMON_THREADS = new BackgroundExecutors() {
        @Override
        public ScheduledExecutorService scheduler(String name) {
            ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1, named(name));
            scheduler.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
            return scheduler;
        }

        @Override
        public ExecutorService workers(String name) {
            return Executors.newCachedThreadPool(named(name));
        }

        private static ThreadFactory named(String name) {
            return task -> {
                Thread thread = new Thread(task, name);
                thread.setDaemon(true);
                return thread;
            };
        }
    };

    /** Runs one task at a time, now or later. After its shutdown it starts no task any more, due or not. */
    ScheduledExecutorService scheduler(String name);

    /** Runs each task at once, however many there are; they may block. */
    ExecutorService workers(String name);
}
