package io.cloudlab.http.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.http.error.ProblemException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class DeferredWorkTest {
    private final DeferredWork afterwards = new DeferredWork(3);
    private final CountDownLatch release = new CountDownLatch(1);
    private final List<String> done = new CopyOnWriteArrayList<>();

    private void run(String name) {
        afterwards.run(() -> done.add("answer " + name), () -> {
            try {
                release.await();
            } catch (InterruptedException e) {
                throw new AssertionError("never interrupted", e);
            }
            done.add(name);
        });
    }

    @Test
    void whatIsAcceptedIsDoneAndTheRestRefusedBeforeItIsAnswered() {
        run("a");
        run("b");
        run("c");

        assertThatThrownBy(() -> run("d"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refusal -> assertThat(refusal.problem().status()).isEqualTo(429));
        assertThat(done).containsExactly("answer a", "answer b", "answer c");
        release.countDown();
        afterwards.close();
        assertThat(done).containsExactly("answer a", "answer b", "answer c", "a", "b", "c");
    }

    @Test
    void failureOfOneHindersNoOther() {
        release.countDown();
        afterwards.run(() -> {}, () -> {
            throw new IllegalStateException("broken");
        });
        assertThatThrownBy(() -> afterwards.run(
                        () -> {
                            throw new IllegalArgumentException("client gone");
                        },
                        () -> done.add("in spite of that")))
                .isInstanceOf(IllegalArgumentException.class);
        run("next");

        afterwards.close();

        assertThat(done).containsExactlyInAnyOrder("in spite of that", "answer next", "next");
    }
}
