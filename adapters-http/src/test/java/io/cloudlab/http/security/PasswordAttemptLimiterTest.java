package io.cloudlab.http.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.identity.session.Unauthenticated;
import io.cloudlab.core.shared.CloudLabException;
import io.cloudlab.core.shared.Unavailable;
import io.cloudlab.http.error.ProblemException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PasswordAttemptLimiterTest {
    private static final String HERE = "203.0.113.5";
    private static final String THERE = "198.51.100.7";

    private final Set<String> known = new HashSet<>();
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final PasswordAttemptLimiter guesses =
            new PasswordAttemptLimiter(true, nanos::get, (name, address) -> known.contains(name + " " + address));

    private void passSeconds(long seconds) {
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    }

    private void fail(String name, String address) {
        fail(guesses, name, address, new Unauthenticated("wrong-credentials", "wrong"));
    }

    private static void fail(PasswordAttemptLimiter guesses, String name, String address, CloudLabException failure) {
        try (PasswordAttemptLimiter.Attempt attempt = guesses.begin(name, address)) {
            assertThatThrownBy(() -> attempt.make(() -> {
                        throw failure;
                    }))
                    .isSameAs(failure);
        }
    }

    private void mayTry(String name, String address) {
        guesses.begin(name, address).close();
    }

    private void failAllFree(String name) {
        for (int i = 0; i < PasswordAttemptLimiter.FREE; i++) fail(name, HERE);
    }

    private void assertWait(String name, int seconds) {
        assertWait(name, HERE, seconds);
    }

    private void assertWait(String name, String address, int seconds) {
        assertThatThrownBy(() -> guesses.begin(name, address))
                .isInstanceOfSatisfying(
                        ProblemException.class,
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

        mayTry("mira", THERE);
        assertWait("MIRA", 10);
        mayTry("milo", HERE);
    }

    @Test
    void rightPasswordClearsTheAccount() {
        failAllFree("mira");
        passSeconds(10);

        try (PasswordAttemptLimiter.Attempt attempt = guesses.begin("mira", HERE)) {
            assertThat(attempt.make(() -> "in")).isEqualTo("in");
        }

        for (int i = 0; i < PasswordAttemptLimiter.FREE; i++) mayTry("mira", HERE);
        failAllFree("mira");
    }

    @Test
    void otherFailuresAreNoWrongPasswords() {
        for (int i = 0; i < 10; i++) fail(guesses, "mira", HERE, new Unavailable("no-store", "away"));

        mayTry("mira", HERE);
    }

    @Test
    void wrongPasswordsOfLongAgoAreForgotten() {
        for (int i = 1; i < PasswordAttemptLimiter.FREE; i++) fail("mira", HERE);
        passSeconds(3_600);

        failAllFree("mira");

        assertWait("mira", 10);
    }

    @Test
    void namesNobodyCanHaveTakeNoRoom() {
        for (int i = 0; i < PasswordAttemptLimiter.FREE; i++) fail("x".repeat(10_000) + i, HERE);

        assertWait("y".repeat(31), 10);
    }

    @Test
    void switchedOffEverybodyMayTry() {
        PasswordAttemptLimiter off = new PasswordAttemptLimiter(false, nanos::get, (name, address) -> false);
        for (int i = 0; i < 2 * PasswordAttemptLimiter.FREE_IN_ALL; i++)
            fail(off, "mira", HERE, new Unauthenticated("wrong-credentials", "wrong"));

        off.begin("mira", HERE).close();
    }

    @Test
    void attemptsMadeAtTheSameTimeCannotPassTheLimitTogether() {
        List<PasswordAttemptLimiter.Attempt> underWay = new ArrayList<>();
        for (int i = 0; i < PasswordAttemptLimiter.FREE; i++) underWay.add(guesses.begin("mira", HERE));

        assertWait("mira", 10);

        underWay.forEach(PasswordAttemptLimiter.Attempt::close); // none was made
        failAllFree("mira");
        assertWait("mira", 10);
    }

    @Test
    void guessingFromManyAddressesIsSlowedAsWell() {
        for (int i = 0; i < PasswordAttemptLimiter.FREE_IN_ALL; i++) fail("mira", "192.0.2." + i);

        for (int wait : new int[] {10, 20, 40, 60, 60}) {
            assertWait("mira", THERE, wait);
            passSeconds(wait);
            fail("mira", THERE.replace("7", String.valueOf(wait)));
        }
        mayTry("milo", THERE);
    }

    @Test
    void ownerIsNotHeldUpByGuessesFromElsewhere() {
        known.add("mira " + ClientAddressResolver.counted(HERE));
        for (int i = 0; i < PasswordAttemptLimiter.FREE_IN_ALL; i++) fail("mira", "192.0.2." + i);

        mayTry("mira", HERE);

        assertWait("mira", THERE, 10);
        failAllFree("mira");
        assertWait("mira", 10);
    }
}
