package io.cloudlab.core.shared;

/**
 * A periodic task that logs every exception instead of throwing it, errors such as a lack of memory included. A JDK
 * scheduler never runs a task again once it has thrown.
 */
public final class Unfailing implements Runnable {
    private static final System.Logger LOGGER = System.getLogger(Unfailing.class.getName());

    private final String name;
    private final Runnable task;

    /** @param name says in the log what has failed, such as {@code sending of mails} */
    public Unfailing(String name, Runnable task) {
        this.name = name;
        this.task = task;
    }

    @Override
    public void run() {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            try {
                LOGGER.log(System.Logger.Level.WARNING, "The " + name + " failed and will be retried.", e);
            } catch (RuntimeException | Error loggingFailure) {
                // there may be no memory to say so
            }
        }
    }
}
