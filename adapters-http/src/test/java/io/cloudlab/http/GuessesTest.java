package io.cloudlab.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.identity.Unauthenticated;
import io.cloudlab.core.shared.Unavailable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class GuessesTest {
    private static final String HERE = "203.0.113.5";
    private static final String THERE = "198.51.100.7";

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final Guesses guesses = new Guesses(true, nanos::get);

    private void passSeconds(long seconds) {
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    }

    private void fail(String name, String address) {
        guesses.requireMayTry(name, address);
        assertThatThrownBy(() -> guesses.watch(name, address, () -> {
                    throw new Unauthenticated("wrong-credentials", "wrong");
                }))
                .isInstanceOf(Unauthenticated.class);
    }

    private void failAllFree(String name) {
        for (int i = 0; i < Guesses.FREE; i++) fail(name, HERE);
    }

    private void assertWait(String name, int seconds) {
        assertThatThrownBy(() -> guesses.requireMayTry(name, HERE))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.problem().retryAfter()).isEqualTo(seconds));
    }

    @Test
    void eachWrongPasswordDoublesTheWait() {
        failAllFree("mira");
        for (int wait : new int[] {10, 20, 40, 80, 160, 320, 640, 900, 900}) {
            assertWait("mira", wait);
            passSeconds(wait);
            fail("mira", HERE);
        }
    }

    @Test
    void ownerStillGetsInFromElsewhere() {
        failAllFree("mira");

        guesses.requireMayTry("mira", THERE);
        assertWait("MIRA", 10);
        guesses.requireMayTry("milo", HERE);
    }

    @Test
    void rightPasswordClearsTheAccount() {
        failAllFree("mira");
        passSeconds(10);

        assertThat(guesses.watch("mira", HERE, () -> "in")).isEqualTo("in");

        for (int i = 0; i < Guesses.FREE; i++) guesses.requireMayTry("mira", HERE);
        failAllFree("mira");
    }

    @Test
    void otherFailuresAreNoWrongPasswords() {
        for (int i = 0; i < 10; i++)
            assertThatThrownBy(() -> guesses.watch("mira", HERE, () -> {
                        throw new Unavailable("no-store", "away");
                    }))
                    .isInstanceOf(Unavailable.class);

        guesses.requireMayTry("mira", HERE);
    }

    @Test
    void wrongPasswordsOfLongAgoAreForgotten() {
        for (int i = 1; i < Guesses.FREE; i++) fail("mira", HERE);
        passSeconds(3_600);

        failAllFree("mira");

        assertWait("mira", 10);
    }

    @Test
    void namesNobodyCanHaveTakeNoRoom() {
        for (int i = 0; i < Guesses.FREE; i++) fail("x".repeat(10_000) + i, HERE);

        assertWait("y".repeat(31), 10);
    }

    @Test
    void switchedOffEverybodyMayTry() {
        Guesses off = new Guesses(false, nanos::get);
        for (int i = 0; i < 20; i++)
            assertThatThrownBy(() -> off.watch("mira", HERE, () -> {
                        throw new Unauthenticated("wrong-credentials", "wrong");
                    }))
                    .isInstanceOf(Unauthenticated.class);

        off.requireMayTry("mira", HERE);
    }
}
