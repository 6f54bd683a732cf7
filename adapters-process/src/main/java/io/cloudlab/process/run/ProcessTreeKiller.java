package io.cloudlab.process.run;

import io.cloudlab.process.job.ProcStat;
import io.cloudlab.process.job.WrapperId;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Ends the processes of a job: TERM, and after a while KILL. Blocks. */
final class ProcessTreeKiller {
    private static final long MILLISECOND = 1_000_000L;
    /** How long processes have to vanish after KILL; milliseconds unless the machine is overwhelmed. */
    private static final long VANISHING = 10_000 * MILLISECOND;
    /** How long the wrapper or the first process of a namespace may take to be ready for TERM; milliseconds as well. */
    private static final long BECOMING = 10_000 * MILLISECOND;
    /** How long a copier may take once everything that could write is gone. */
    private static final long COPYING = 2_000 * MILLISECOND;
    /** How many milliseconds a tree is given to come into being. */
    private static final long YOUNG = 150;

    private final JobProcesses processes;

    ProcessTreeKiller(JobProcesses processes) {
        this.processes = processes;
    }

    /** @return how many are left */
    int stop(WrapperId wrapper, Duration grace) throws InterruptedException {
        // A process that is just being made may miss a signal.
        long youth = YOUNG - ProcStat.millisecondsSince(wrapper.startTicks());
        if (youth > 0) TimeUnit.MILLISECONDS.sleep(youth);
        long deadline = System.nanoTime() + grace.toNanos();
        if (wrapper.namespace()) termFirst(wrapper);
        else termAll(wrapper);
        for (long pause = 5; System.nanoTime() - deadline < 0; pause = Math.min(pause + 5, 50)) {
            if (processes.find().isEmpty()) return 0;
            TimeUnit.MILLISECONDS.sleep(pause);
        }
        return kill();
    }

    /** Ends what is there without asking. @return how many are left */
    int kill() throws InterruptedException {
        long deadline = System.nanoTime() + VANISHING;
        while (true) {
            List<JobProcesses.Member> left = processes.find();
            processes.nudge();
            if (left.isEmpty() || System.nanoTime() - deadline > 0) return left.size();
            for (JobProcesses.Member member : left) JobProcesses.signal(member, true);
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    /** Waits for a copier whose wrapper is gone to have copied what there is; ends it if it does not end. */
    void settleCopiers() throws InterruptedException {
        long deadline = System.nanoTime() + COPYING;
        for (List<JobProcesses.Member> left; !(left = processes.copiers()).isEmpty(); ) {
            if (System.nanoTime() - deadline > 0) left.forEach(copier -> JobProcesses.signal(copier, true));
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    /** A wrapper that has only just been started would die of TERM, and the job's end be written down by none. */
    private static void awaitHandler(WrapperId wrapper) throws InterruptedException {
        long deadline = System.nanoTime() + BECOMING;
        while (wrapper.isAlive() && !JobProcesses.handlesTerm(wrapper.pid()) && System.nanoTime() - deadline < 0)
            TimeUnit.MILLISECONDS.sleep(2);
    }

    /** The first process of the namespace passes it on to all the others. */
    private void termFirst(WrapperId wrapper) throws InterruptedException {
        long deadline = System.nanoTime() + BECOMING;
        while (wrapper.isAlive() && System.nanoTime() - deadline < 0) {
            JobProcesses.Member init = processes.init();
            if (init != null && JobProcesses.handlesTerm(init.pid())) {
                JobProcesses.signal(init, false);
                return;
            }
            TimeUnit.MILLISECONDS.sleep(2);
        }
    }

    /** Parents first, so that none goes on to its next command when the one before it ends. */
    private void termAll(WrapperId wrapper) throws InterruptedException {
        awaitHandler(wrapper);
        if (wrapper.isAlive()) ProcessHandle.of(wrapper.pid()).ifPresent(ProcessHandle::destroy);
        processes.find().stream()
                .sorted(Comparator.comparingLong(
                                (JobProcesses.Member member) -> member.stat().startTicks())
                        .thenComparingLong(JobProcesses.Member::pid))
                .forEach(member -> JobProcesses.signal(member, false));
    }
}
