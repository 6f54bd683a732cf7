package io.cloudlab.core.identity.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.identity.session.Session;
import io.cloudlab.core.identity.session.Unauthenticated;
import io.cloudlab.core.shared.InvalidInput;
import io.cloudlab.core.testing.MutableClock;
import io.cloudlab.core.testing.Race;
import io.cloudlab.core.testing.memory.InMemoryStores;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SocketTicketsTest {
    private static final String TARGET = "/api/inventory/ws/17/action";

    private final InMemoryStores stores = new InMemoryStores();
    private final MutableClock clock = new MutableClock(Instant.parse("2026-03-01T09:00:00Z"));
    private final SocketTickets tickets = new SocketTickets(stores.transactions(), stores.tokens(), clock);
    private final Caller mira = Caller.user(4, "mira", Set.of(), null);
    private final Session session = new Session(
            4,
            "mira",
            3,
            "session-1",
            clock.instant().minusSeconds(60),
            clock.instant().plusSeconds(3_600));

    private void assertBad(String ticket, String target) {
        assertThatThrownBy(() -> tickets.redeem(ticket, target))
                .isInstanceOfSatisfying(
                        Unauthenticated.class,
                        refused -> assertThat(refused.code()).isEqualTo("bad-ticket"));
    }

    @Test
    void ticketReturnsItsSession() {
        assertThat(tickets.redeem(tickets.issue(mira, session, TARGET), TARGET)).isEqualTo(session);
    }

    @Test
    void ticketIsValidOnce() {
        String ticket = tickets.issue(mira, session, TARGET);
        tickets.redeem(ticket, TARGET);

        assertBad(ticket, TARGET);
    }

    @Test
    void ofConcurrentUsesOfATicketExactlyOneSucceeds() {
        String ticket = tickets.issue(mira, session, TARGET);
        List<Boolean> letIn =
                Race.of(8, each -> Race.succeeds(Unauthenticated.class, () -> tickets.redeem(ticket, TARGET)));

        assertThat(Collections.frequency(letIn, true)).isEqualTo(1);
    }

    @Test
    void ticketIsValidForItsSocketOnly() {
        String ticket = tickets.issue(mira, session, TARGET);

        assertBad(ticket, "/api/inventory/ws/18/action");
        assertThat(tickets.redeem(ticket, TARGET)).isEqualTo(session);
    }

    @Test
    void ticketExpiresAfterHalfAMinute() {
        String old = tickets.issue(mira, session, TARGET);
        clock.advance(Duration.ofSeconds(29));
        String young = tickets.issue(mira, session, TARGET);
        clock.advance(Duration.ofSeconds(1));

        assertBad(old, TARGET);
        assertThat(tickets.redeem(young, TARGET)).isEqualTo(session);
    }

    @Test
    void manipulatedTicketIsRefused() {
        String ticket = tickets.issue(mira, session, TARGET);
        String changed = new String(Base64.getUrlDecoder().decode(ticket), StandardCharsets.UTF_8)
                .replaceFirst("^4\nmira", "1\nadmin");

        assertBad(
                Base64.getUrlEncoder().withoutPadding().encodeToString(changed.getBytes(StandardCharsets.UTF_8)),
                TARGET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "%%%", "YQ", "MQoyCjMKNAo1CjYKNw", "MQptaXJhCjMKcwoyMDI2CjIwMjYKcg"})
    void malformedTicketIsRefused(String text) {
        assertBad(text, TARGET);
    }

    @Test
    void emptyOrOverlongTargetIsRefused() {
        assertThatThrownBy(() -> tickets.issue(mira, session, "")).isInstanceOf(InvalidInput.class);
        assertThatThrownBy(() -> tickets.issue(mira, session, "/".repeat(201))).isInstanceOf(InvalidInput.class);
    }
}
