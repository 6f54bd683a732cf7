package io.cloudlab.core.jobs.job;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Tells listeners that a job ends, while that is being stored, and that it has ended, after that. Thread-safe. */
public final class JobEvents {
    private static final System.Logger LOGGER = System.getLogger(JobEvents.class.getName());

    private final List<Consumer<JobEnded>> inside = new CopyOnWriteArrayList<>();
    private final List<Consumer<JobEnded>> always = new CopyOnWriteArrayList<>();
    private final Map<JobId, List<Runnable>> waiting = new ConcurrentHashMap<>();

    /** What {@code listener} does belongs to the transaction that stores the end. */
    public void onEndingInTransaction(Consumer<JobEnded> listener) {
        inside.add(listener);
    }

    public void onEnded(Consumer<JobEnded> listener) {
        always.add(listener);
    }

    /** @return what to run when no longer interested */
    public Runnable await(JobId id, Runnable wake) {
        waiting.compute(id, (key, known) -> {
            List<Runnable> list = known == null ? new CopyOnWriteArrayList<>() : known;
            list.add(wake);
            return list;
        });
        return () -> waiting.computeIfPresent(id, (key, known) -> {
            known.remove(wake);
            return known.isEmpty() ? null : known;
        });
    }

    /** To be called inside the transaction. Throws what the first failing listener throws. */
    public void conclude(JobEnded event) {
        inside.forEach(listener -> listener.accept(event));
    }

    /** Tells all listeners; what one throws is logged, and the others are told all the same. */
    public void publish(JobEnded event) {
        Job job = event.job();
        waiting.getOrDefault(job.id(), List.of()).forEach(wake -> tell(job, wake));
        always.forEach(listener -> tell(job, () -> listener.accept(event)));
    }

    private static void tell(Job job, Runnable listener) {
        try {
            listener.run();
        } catch (RuntimeException | Error e) {
            LOGGER.log(System.Logger.Level.ERROR, "A listener failed when told that job " + job.id() + " ended.", e);
        }
    }
}
