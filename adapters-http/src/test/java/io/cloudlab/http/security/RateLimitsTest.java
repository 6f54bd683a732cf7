package io.cloudlab.http.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.http.error.ProblemException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateLimitsTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5); // clocks of this kind overflow
    private final RateLimits limits = new RateLimits(true, nanos::get);

    private void passSeconds(long seconds) {
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    }

    private void use(String address, int times) {
        for (int i = 0; i < times; i++) limits.count(Limit.LOGIN, address);
    }

    private void assertRefused(String address, int wait) {
        assertThatThrownBy(() -> use(address, 1))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refusal -> assertThat(refusal.problem().retryAfter()).isEqualTo(wait));
    }

    @Test
    void neverMoreThanTheLimitInAnyMinute() {
        use("203.0.113.5", 2);
        passSeconds(30);
        use("203.0.113.5", 3);
        assertRefused("203.0.113.5", 30);
        passSeconds(29);
        assertRefused("203.0.113.5", 1);
        passSeconds(1);
        use("203.0.113.5", 2);
        assertRefused("203.0.113.5", 30);
    }

    @Test
    void whatIsRefusedDoesNotCount() {
        use("203.0.113.5", 5);
        for (int i = 0; i < 100; i++) assertRefused("203.0.113.5", 60);
        passSeconds(60);

        use("203.0.113.5", 5);
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.5, 203.0.113.6, false",
        "203.0.113.5, ::ffff:203.0.113.5, true",
        "2001:db8:1:2:3:4:5:6, 2001:db8:1:2::1, true",
        "2001:db8:1:2::1, 2001:db8:1:3::1, false",
        "fe80::1%eth0, fe80::2, true",
    })
    void networksOfOneSubscriberCountAsOne(String one, String other, boolean same) {
        use(one, 5);

        if (same) assertRefused(other, 60);
        else use(other, 5);
    }

    @Test
    void limitsAreCountedApart() {
        use("203.0.113.5", 5);

        assertThat(limits.take(Limit.RESET, ClientAddressResolver.counted("203.0.113.5")))
                .isZero();
    }

    @Test
    void floodOfAddressesNeitherFillsMemoryNorForgetsTheBusyOnes() {
        Map<Integer, Integer> addresses = AddressCache.create();
        for (int i = 0; i < 3 * AddressCache.MAX; i++) {
            addresses.put(i, 1);
            if (i % 1_000 == 0) addresses.merge(-1, 1, Integer::sum);
        }

        assertThat(addresses).hasSizeLessThanOrEqualTo(AddressCache.MAX).containsEntry(-1, 60);
    }

    @Test
    void switchedOffTheyLetEverythingThrough() {
        RateLimits off = new RateLimits(false, nanos::get);

        for (int i = 0; i < 100; i++) off.count(Limit.FORGOTTEN, "203.0.113.5");
    }
}
