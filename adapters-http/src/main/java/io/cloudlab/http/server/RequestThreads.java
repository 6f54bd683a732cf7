package io.cloudlab.http.server;

import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The threads that answer requests. Jetty interrupts those that are still at work when the server stops; these take no
 * notice, since an interrupt inside the embedded database closes its file for every thread.
 */
final class RequestThreads extends QueuedThreadPool {
    private final AtomicInteger number = new AtomicInteger();

    RequestThreads(int max, int kept) {
        super(max, kept);
        setName("cloudlab-http");
    }

    @Override
    public Thread newThread(Runnable work) {
        Thread thread = new Thread(work, getName() + "-" + number.incrementAndGet()) {
            @Override
            public void interrupt() {
                // those at a request end by themselves, as soon as it is answered; those that accept connections wait
                if (getName().contains("-acceptor-")) super.interrupt(); // Jetty's name for them
            }
        };
        thread.setDaemon(isDaemon());
        thread.setPriority(getThreadsPriority());
        return thread;
    }
}
