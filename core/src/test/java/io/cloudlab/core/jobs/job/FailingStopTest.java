package io.cloudlab.core.jobs.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FailingStopTest extends CancelFixture {
    @Test
    void processesThatCouldNotBeEndedAreCountedInTheLog() throws InterruptedException {
        Job job = running();
        runner.onStop(id -> {
            runner.finish(id, 137);
            return 2;
        });

        jobs.cancel(mira, job.id());

        jobs.await(mira, job.id(), LONG);
        assertThat(lastLines(job))
                .containsExactly("[EXIT CODE: 137]", "[cancelled by mira: 2 of its processes could not be ended]");
    }

    @Test
    void stopThatFailsIsTriedAgain() throws InterruptedException {
        Job job = running();
        AtomicInteger tries = new AtomicInteger();
        runner.onStop(id -> {
            if (tries.incrementAndGet() == 1) throw new IllegalStateException("not now");
            runner.finish(id, 143);
            return 0;
        });

        jobs.cancel(mira, job.id());

        assertThat(jobs.await(mira, job.id(), LONG).cancelled()).isTrue();
        assertThat(lastLines(job)).containsExactly("[EXIT CODE: 143]", CANCELLED);
    }

    @Test
    void remainsThatCannotBeCountedAreSaidToBeUnknown() throws InterruptedException {
        Job job = running();
        runner.onStop(id -> {
            runner.finish(id, 143);
            throw new IllegalStateException("cannot look");
        });

        jobs.cancel(mira, job.id());

        jobs.await(mira, job.id(), LONG);
        assertThat(lab.lab().log().lines(job.id()))
                .last()
                .isEqualTo("[cancelled by mira: it has ended,"
                        + " but it is not known whether anything of it is left running]");
    }
}
