package io.cloudlab.core.shared;

/**
 * A task that is run again and again by a scheduler, which would never run it again once it had thrown anything.
 * Whatever it throws, errors of the JVM such as a lack of memory included, is logged instead.
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
                LOGGER.log(System.Logger.Level.WARNING, "The " + name + " failed and is tried again later.", e);
            } catch (RuntimeException | Error failure) {
                // there may be no memory to say so
            }
        }
    }
}
