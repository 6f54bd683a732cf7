package io.cloudlab.app.e2e.durability;

import io.cloudlab.app.e2e.Api;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Launches, cancels and signs in until the server is gone, and writes down what was acknowledged. */
final class DurabilityClient implements Runnable {
    /** Given one permit for every launch that is about to be sent. */
    final Semaphore sent;
    /** Given one permit for every launch that was acknowledged. */
    final Semaphore acknowledged;

    private final Api api;
    private final DurabilityLedger ledger;
    private final Random random;
    private final Consumer<String> launched;
    private final CountDownLatch gone;
    private final List<String> mine = new ArrayList<>();
    private final int max;

    /** @param max how many jobs it launches */
    DurabilityClient(Api api, DurabilityLedger ledger, Random random, int max, Consumer<String> launched) {
        this(api, ledger, random, max, launched, new Semaphore(0), new Semaphore(0), new CountDownLatch(1));
    }

    private DurabilityClient(
            Api api,
            DurabilityLedger ledger,
            Random random,
            int max,
            Consumer<String> launched,
            Semaphore sent,
            Semaphore acknowledged,
            CountDownLatch gone) {
        this.api = api;
        this.ledger = ledger;
        this.random = random;
        this.max = max;
        this.launched = launched;
        this.sent = sent;
        this.acknowledged = acknowledged;
        this.gone = gone;
    }

    /** A second one beside it, which counts and stops together with it. */
    DurabilityClient another(Random choices) {
        return new DurabilityClient(api, ledger, choices, max, launched, sent, acknowledged, gone);
    }

    @Override
    public void run() {
        try {
            while (mine.size() < max) {
                act();
                if (gone.await(random.nextInt(40), TimeUnit.MILLISECONDS)) return;
            }
        } catch (UncheckedIOException e) {
            // which is what this is about
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The server has been killed: no more requests. */
    void stop() {
        gone.countDown();
    }

    private void act() {
        int choice = random.nextInt(100);
        if (choice < 4) signIn();
        else if (choice < 7) signInWrongly();
        else if (choice < 20 && !mine.isEmpty()) cancel(mine.get(random.nextInt(mine.size())));
        else launch(task());
    }

    private DurabilityTask task() {
        int total = DurabilityTask.ALL.stream().mapToInt(DurabilityTask::weight).sum();
        int place = random.nextInt(total);
        for (DurabilityTask task : DurabilityTask.ALL) {
            place -= task.weight();
            if (place < 0) return task;
        }
        throw new AssertionError();
    }

    private void launch(DurabilityTask task) {
        sent.release();
        String job = require(200, task.launch(api)).text("/job_id");
        ledger.job(job, task);
        mine.add(job);
        acknowledged.release();
        launched.accept(job);
    }

    private void cancel(String job) {
        Api.Answer answer = api.delete("/api/jobs/" + job);
        if (answer.status() != 409) {
            require(200, answer);
            ledger.cancel(job);
        }
    }

    private void signIn() {
        require(200, login(Api.PASSWORD));
        ledger.signIn("admin");
    }

    private void signInWrongly() {
        require(401, login("not the password"));
        ledger.refusedSignIn("admin");
    }

    private Api.Answer login(String password) {
        return new Api(api.address(), "").post("/api/auth/login", Map.of("username", "admin", "password", password));
    }

    private static Api.Answer require(int status, Api.Answer answer) {
        if (answer.status() != status)
            throw new AssertionError(
                    answer.status() + " " + answer.response().headers().map() + " " + answer.body());
        return answer;
    }
}
