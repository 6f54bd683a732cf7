package io.cloudlab.core.testing;

import io.cloudlab.core.Stores;
import io.cloudlab.core.inventory.item.Item;
import io.cloudlab.core.inventory.item.ItemStore;
import io.cloudlab.core.jobs.job.Job;
import io.cloudlab.core.jobs.job.JobStore;
import io.cloudlab.core.shared.Page;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the jobs and objects that are read from stores. Thread-safe. */
public final class CountedReads {
    private final AtomicLong count = new AtomicLong();

    /** How many were read since this was asked last. */
    public long take() {
        return count.getAndSet(0);
    }

    /** The same stores, whose jobs and objects are counted when they are read. */
    public Stores in(Stores stores) {
        JobStore jobs = counting(JobStore.class, stores.jobs());
        ItemStore items = counting(ItemStore.class, stores.items());
        return proxy(Stores.class, stores, (name, answer) -> switch (name) {
            case "jobs" -> jobs;
            case "items" -> items;
            default -> answer;
        });
    }

    private <T> T counting(Class<T> type, T store) {
        return proxy(type, store, (name, answer) -> {
            count.addAndGet(read(answer));
            return answer;
        });
    }

    private static long read(Object answer) {
        if (answer instanceof Page<?> page) return read(page.items());
        if (answer instanceof Optional<?> one)
            return one.map(CountedReads::read).orElse(0L);
        if (answer instanceof Collection<?> all) {
            long sum = 0;
            for (Object each : all) sum += read(each);
            return sum;
        }
        return answer instanceof Job || answer instanceof Item ? 1 : 0;
    }

    private interface Answering {
        Object answer(String method, Object answer);
    }

    private static <T> T proxy(Class<T> type, T behind, Answering answering) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    try {
                        return answering.answer(method.getName(), method.invoke(behind, arguments));
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
