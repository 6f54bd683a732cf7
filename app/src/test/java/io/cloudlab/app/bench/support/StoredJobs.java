package io.cloudlab.app.bench.support;

import io.cloudlab.core.jobs.job.Concurrency;
import io.cloudlab.core.jobs.job.Job;
import io.cloudlab.core.jobs.job.JobId;
import io.cloudlab.core.jobs.job.JobOutcome;
import io.cloudlab.core.jobs.job.JobPlan;
import io.cloudlab.core.jobs.job.JobRequest;
import io.cloudlab.core.jobs.job.JobStatus;
import io.cloudlab.core.jobs.job.JobStore;
import io.cloudlab.core.jobs.job.JobSubject;
import io.cloudlab.core.jobs.job.Phase;
import io.cloudlab.core.jobs.log.JobLog;
import io.cloudlab.core.shared.Transactions;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The jobs of a few years: of 50 services and 20 users, some of them failed. */
public final class StoredJobs {
    public static final int COUNT = 100_000;
    /** The newest ones have logs, so that a page of them costs what it costs in life. */
    public static final int WITH_LOGS = 2_000;

    private static final int BATCH = 1_000;
    private static final int LOG_LINES = 30;
    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");

    private StoredJobs() {}

    public static void insert(JobStore store, Transactions transactions) {
        insert(store, transactions, 0);
    }

    /** @param start the number of the first one */
    public static void insert(JobStore store, Transactions transactions, int start) {
        for (int first = start; first < COUNT; first += BATCH) {
            int from = first;
            transactions.call(() -> {
                for (int i = from; i < from + BATCH; i++) {
                    if (!store.insert(job(i))) throw new IllegalStateException("job " + i + " is there already");
                }
                return null;
            });
        }
    }

    public static void writeLogs(JobLog log) {
        for (int i = COUNT - WITH_LOGS; i < COUNT; i++) {
            JobId id = id(i);
            log.create(id);
            for (int line = 0; line < LOG_LINES; line++)
                log.append(id, "TASK [step " + line + "] ok: [host-" + i + "]");
            log.finish(id, List.of());
        }
    }

    private static JobId id(int number) {
        return new JobId(String.format("%08x", number * 0x9E3779B1));
    }

    private static Job job(int number) {
        String service = "service-" + number % 50;
        boolean failed = number % 7 == 0;
        Instant accepted = FIRST.plusSeconds(number * 60L);
        return new Job(
                id(number),
                "nonce-%024d".formatted(number),
                new JobRequest(
                        new JobSubject.Service(service),
                        "deploy",
                        null,
                        Map.of("size", "small"),
                        null,
                        "user-" + number % 20,
                        accepted,
                        null),
                new JobPlan(
                        "Running deploy.sh for " + service,
                        "services/" + service,
                        List.of(List.of("bash", "deploy.sh")),
                        Map.of("INPUT_SIZE", "small"),
                        Map.of(),
                        null,
                        Concurrency.EXCLUSIVE),
                Phase.ENDED,
                null,
                new JobOutcome(
                        failed ? JobStatus.FAILED : JobStatus.COMPLETED,
                        failed ? 1 : 0,
                        false,
                        null,
                        accepted.plusSeconds(40),
                        LOG_LINES,
                        1_000,
                        null),
                1,
                null);
    }
}
