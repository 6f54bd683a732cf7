package io.cloudlab.http.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.access.Caller;
import io.cloudlab.http.error.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BudgetsTest {
    private static final Caller MIRA = user(1, "mira");
    private static final Caller MILO = user(2, "milo");

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final Budgets budgets = new Budgets(true, new RateLimits(true, nanos::get));

    private static Caller user(int id, String name) {
        return Caller.user(id, name, Set.of(), Set.of(), null);
    }

    private void assertRefused(Budget budget, Caller caller, String code, int wait) {
        assertThatThrownBy(() -> budgets.take(budget, caller)).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.problem().status()).isEqualTo(429);
            assertThat(e.problem().code()).isEqualTo(code);
            assertThat(e.problem().retryAfter()).isEqualTo(wait);
            assertThat(e.problem().detail()).contains(budget.what());
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"HASHING", "UPLOADS", "SEARCHES", "EXPORTS", "SOCKETS"})
    void userHoldsOnlySoMuchAtOnceAndLeavesTheRestToOthers(Budget budget) {
        List<Budgets.Held> held = new ArrayList<>();
        for (int i = 0; i < budget.atOnce(); i++) held.add(budgets.take(budget, MIRA));

        assertRefused(budget, MIRA, "too-many-at-once", 5);
        budgets.take(budget, MILO).close();

        held.get(0).close();
        held.get(0).close(); // counts once
        budgets.take(budget, MIRA);
        assertRefused(budget, MIRA, "too-many-at-once", 5);
    }

    @ParameterizedTest
    @EnumSource(names = {"HASHING", "MAILS"})
    void userDoesItOnlySoOftenInAWhile(Budget budget) {
        for (int i = 0; i < budget.max(); i++) budgets.take(budget, MIRA).close();

        int span = (int) budget.span().toSeconds();
        assertRefused(budget, MIRA, "too-many-requests", span);
        budgets.take(budget, MILO).close();
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(span));
        for (int i = 0; i < budget.max(); i++) budgets.take(budget, MIRA).close();
    }

    @Test
    void whatIsRefusedHoldsNothing() {
        for (int i = 0; i < Budget.EXPORTS.atOnce(); i++) budgets.take(Budget.EXPORTS, MIRA);
        for (int i = 0; i < 100; i++)
            assertThatThrownBy(() -> budgets.take(List.of(Budget.UPLOADS, Budget.EXPORTS), MIRA))
                    .isInstanceOf(ProblemException.class);

        for (int i = 0; i < Budget.UPLOADS.atOnce(); i++) budgets.take(Budget.UPLOADS, MIRA);
    }

    @Test
    void switchedOffAndForProgramsThereAreNoBudgets() {
        Budgets off = new Budgets(false, new RateLimits(false, nanos::get));
        for (int i = 0; i < 1_000; i++) {
            off.take(Budget.EXPORTS, MIRA);
            budgets.take(Budget.EXPORTS, Caller.system("backup"));
        }
        assertThat(Budget.EXPORTS.atOnce()).isLessThan(1_000);
    }
}
