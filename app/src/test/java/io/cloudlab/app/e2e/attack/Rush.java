package io.cloudlab.app.e2e.attack;

import io.cloudlab.app.e2e.Api;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Many requests at the same moment. */
public final class Rush {
    private Rush() {}

    /** @return what each was answered */
    public static List<Integer> of(int number, IntFunction<Api.Answer> request) throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        ExecutorService callers = Executors.newFixedThreadPool(number);
        try {
            List<Future<Integer>> answers = new ArrayList<>();
            for (int each = 0; each < number; each++) {
                int one = each;
                Callable<Integer> call = () -> {
                    go.await();
                    return request.apply(one).status();
                };
                answers.add(callers.submit(call));
            }
            go.countDown();
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> answer : answers) statuses.add(answer.get());
            return statuses;
        } finally {
            callers.shutdownNow();
        }
    }
}
