package io.cloudlab.http.security;

import io.cloudlab.core.access.Caller;
import io.cloudlab.http.error.ProblemException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** Counts what each user has taken of the {@link Budget budgets}. Callers that are not users have none. Thread-safe. */
public final class Budgets {
    private static final long RETRY_SECONDS = 5;

    private final boolean on;
    private final RateLimits rates;
    private final Map<Key, Integer> held = new HashMap<>();

    public Budgets(boolean on, RateLimits rates) {
        this.on = on;
        this.rates = rates;
    }

    private record Key(Budget budget, int userId) {}

    /** Something that was taken; closing it again changes nothing. */
    public interface Held extends AutoCloseable {
        Held NOTHING = () -> {};

        @Override
        void close();
    }

    /** Takes one of each, or nothing. @throws ProblemException with 429 if the user has taken too much */
    public Held take(Collection<Budget> budgets, Caller caller) {
        Integer user = caller.userId();
        if (!on || user == null || budgets.isEmpty()) return Held.NOTHING;
        List<Held> taken = new ArrayList<>();
        Held all = () -> taken.forEach(Held::close);
        boolean complete = false;
        try {
            for (Budget budget : budgets) taken.add(take(budget, user));
            complete = true;
            return all;
        } finally {
            if (!complete) all.close();
        }
    }

    public Held take(Budget budget, Caller caller) {
        return take(List.of(budget), caller);
    }

    private Held take(Budget budget, int user) {
        Key key = new Key(budget, user);
        hold(key);
        AtomicBoolean given = new AtomicBoolean();
        Held one = () -> {
            if (given.compareAndSet(false, true)) letGo(key);
        };
        long wait = budget.max() == 0 ? 0 : rates.take(budget, String.valueOf(user));
        if (wait == 0) return one;
        one.close();
        throw ProblemException.tooMany(
                wait, "too-many-requests", "Too many " + budget.what() + ". Try again in " + wait + " seconds.");
    }

    private synchronized void hold(Key key) {
        int now = held.getOrDefault(key, 0);
        Budget budget = key.budget();
        if (budget.atOnce() > 0 && now >= budget.atOnce())
            throw ProblemException.tooMany(
                    RETRY_SECONDS,
                    "too-many-at-once",
                    "You have " + budget.atOnce() + " " + budget.what() + " already. Try again when one has ended.");
        held.put(key, now + 1);
    }

    private synchronized void letGo(Key key) {
        held.computeIfPresent(key, (same, now) -> now == 1 ? null : now - 1);
    }
}
