package io.cloudlab.http.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class SerialTaskTest {
    private final Queue<Runnable> submitted = new ArrayDeque<>();
    private final List<String> done = new ArrayList<>();

    private void runAll() {
        for (Runnable next; (next = submitted.poll()) != null; ) next.run();
    }

    @Test
    void wakeUpsBeforeATurnAreOneTurn() {
        SerialTask turns = new SerialTask(submitted::add, () -> done.add("turn"));
        turns.wake();
        turns.wake();
        runAll();
        turns.wake();
        runAll();
        assertThat(done).hasSize(2);
    }

    @Test
    void turnIsTakenByTheThreadThatWakesHereAndNeverByTwo() {
        List<SerialTask> own = new ArrayList<>();
        SerialTask turns = new SerialTask(submitted::add, () -> {
            if (done.isEmpty()) own.get(0).wakeHere();
            return done.add("turn");
        });
        own.add(turns);
        turns.wakeHere();
        assertThat(done).containsExactly("turn", "turn");
        turns.wake();
        turns.wakeHere();
        assertThat(done).hasSize(2);
        runAll();
        assertThat(done).hasSize(3);
    }

    @Test
    void turnThatFailsIsOverAndTheNextWakeUpCounts() {
        for (Throwable failure : List.of(new OutOfMemoryError("on purpose"), new IllegalStateException("on purpose"))) {
            done.clear();
            SerialTask turns = new SerialTask(submitted::add, () -> {
                done.add("turn");
                if (failure instanceof Error error) throw error;
                throw (RuntimeException) failure;
            });
            turns.wake();
            runAll();
            turns.wake();
            runAll();
            assertThat(done).hasSize(2);
        }
    }

    @Test
    void turnWithMoreToDoComesAgainAfterOthers() {
        SerialTask turns = new SerialTask(submitted::add, () -> {
            done.add("first");
            return done.size() > 2;
        });
        turns.wake();
        submitted.add(() -> done.add("other"));
        runAll();
        assertThat(done).containsExactly("first", "other", "first");
    }
}
