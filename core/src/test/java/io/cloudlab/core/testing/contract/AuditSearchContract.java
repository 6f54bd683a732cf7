package io.cloudlab.core.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.audit.AuditEntry;
import io.cloudlab.core.audit.AuditQuery;
import io.cloudlab.core.audit.AuditStore;
import io.cloudlab.core.shared.Page;
import io.cloudlab.core.shared.PageRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How every {@link AuditStore} is searched. */
public interface AuditSearchContract extends StoresContract {
    private void append(
            String action,
            @Nullable Integer userId,
            @Nullable String username,
            @Nullable String resource,
            long second) {
        append(new AuditEntry(
                0, userId, username, action, resource, Map.of(), "203.0.113.7", NOON.plusSeconds(second)));
    }

    private void append(AuditEntry entry) {
        stores().audit().append(entry);
    }

    private void appendDetails(String action, Map<String, Object> details) {
        append(new AuditEntry(0, null, null, action, null, details, null, NOON));
    }

    private Page<AuditEntry> find(AuditQuery query) {
        return stores().audit().find(query, new PageRequest(1, 50));
    }

    private List<String> found(AuditQuery query) {
        Page<AuditEntry> page = find(query);
        List<String> actions = page.items().stream().map(AuditEntry::action).toList();
        assertThat(page.total()).isEqualTo(actions.size());
        List<String> exported = new ArrayList<>();
        stores().audit().export(query, entry -> exported.add(0, entry.action()));
        assertThat(exported).isEqualTo(actions);
        return actions;
    }

    private static AuditQuery query(
            @Nullable String action,
            @Nullable String prefix,
            @Nullable String username,
            @Nullable Integer userId,
            @Nullable String resource,
            @Nullable Instant from,
            @Nullable Instant to) {
        return new AuditQuery(action, prefix, username, userId, resource, from, to, null);
    }

    private static AuditQuery search(String text) {
        return new AuditQuery(null, null, null, null, null, null, null, text);
    }

    private void fill() {
        append("login", 1, "Mira", "auth", 0);
        append("user.update", 1, "Mira", "users/2", 1);
        append("user.invite", 1, "Mira", "users/3", 2);
        append("login", 2, "tom", "auth", 3);
        append("users", 2, "tom", "users/2", 4);
        append("audit.export", null, "nightly", "audit", 5);
        append("login.failed", null, null, "auth", 6);
    }

    @Test
    default void everyAuditEntryIsFoundNewestFirstWithItsTotal() {
        fill();
        assertThat(found(AuditQuery.ANY))
                .containsExactly(
                        "login.failed", "audit.export", "users", "login", "user.invite", "user.update", "login");
        assertThat(find(AuditQuery.ANY).items()).isEqualTo(stores().audit().latest(50));
    }

    @Test
    default void emptyAuditTrailHasNoEntries() {
        assertThat(found(AuditQuery.ANY)).isEmpty();
    }

    @Test
    default void pagesOfTheAuditTrailHaveNeitherGapsNorDuplicates() {
        for (int each = 0; each < 7; each++) append("entry-" + each, null, null, null, 0);

        List<String> seen = new ArrayList<>();
        for (int number = 1; number <= 4; number++) {
            Page<AuditEntry> page = stores().audit().find(AuditQuery.ANY, new PageRequest(number, 2));
            assertThat(page.total()).isEqualTo(7);
            page.items().forEach(entry -> seen.add(entry.action()));
        }
        assertThat(seen).containsExactly("entry-6", "entry-5", "entry-4", "entry-3", "entry-2", "entry-1", "entry-0");
        Page<AuditEntry> beyond = stores().audit().find(AuditQuery.ANY, new PageRequest(5, 2));
        assertThat(beyond.items()).isEmpty();
        assertThat(beyond.total()).isEqualTo(7);
    }

    @Test
    default void auditEntriesAreSortedByTimeEvenIfAClockWasSetBack() {
        append("late", null, null, null, 9);
        append("early", null, null, null, 1);
        append("between", null, null, null, 5);
        assertThat(found(AuditQuery.ANY)).containsExactly("late", "between", "early");
    }

    @Test
    default void auditEntriesAreFilteredByEveryMember() {
        fill();
        assertThat(found(query("login", null, null, null, null, null, null))).containsExactly("login", "login");
        assertThat(found(query(null, "user.", null, null, null, null, null)))
                .containsExactly("user.invite", "user.update");
        assertThat(found(query(null, null, "mIRA", null, null, null, null)))
                .containsExactly("user.invite", "user.update", "login");
        assertThat(found(query(null, null, null, 2, null, null, null))).containsExactly("users", "login");
        assertThat(found(query(null, null, null, null, "users/2", null, null))).containsExactly("users", "user.update");
        assertThat(found(query(null, null, null, null, null, NOON.plusSeconds(2), NOON.plusSeconds(5))))
                .containsExactly("users", "login", "user.invite");
    }

    @Test
    default void auditFiltersAreCombinedWithAnd() {
        fill();
        assertThat(found(query("login", "log", "mira", 1, "auth", NOON, NOON.plusSeconds(1))))
                .containsExactly("login");
        assertThat(found(query("login", null, "mira", 2, null, null, null))).isEmpty();
        assertThat(found(query("login", "user.", null, null, null, null, null))).isEmpty();
        assertThat(found(query(null, "log", null, null, "auth", NOON.plusSeconds(1), null)))
                .containsExactly("login.failed", "login");
        assertThat(found(query(null, null, null, null, null, NOON.plusSeconds(9), NOON)))
                .isEmpty();
        assertThat(found(new AuditQuery(null, "user.", null, 1, null, null, null, "INVITE")))
                .containsExactly("user.invite");
    }

    @Test
    default void pagesOfAPrefixRunThroughAllItsActions() {
        for (int each = 0; each < 6; each++) append("a." + each % 3, null, null, null, each);
        append("b", null, null, null, 7);

        AuditQuery prefix = query(null, "a.", null, null, null, null, null);
        assertThat(stores().audit().find(prefix, new PageRequest(1, 4)).items())
                .extracting(AuditEntry::action)
                .containsExactly("a.2", "a.1", "a.0", "a.2");
        assertThat(stores().audit().find(prefix, new PageRequest(2, 4)).items())
                .extracting(AuditEntry::action)
                .containsExactly("a.1", "a.0");
        assertThat(stores().audit().find(prefix, new PageRequest(1, 4)).total()).isEqualTo(6);
    }

    @Test
    default void searchLooksIntoEverythingThatIsShownWithoutRegardToCase() {
        append("service.deploy", 1, "Mira", "services/Wiki-Box", 0);
        appendDetails("a", Map.of("job_id", "0f3c9a1e"));
        appendDetails("b", Map.of("deep", List.of(Map.of("name", "J\u00dcrgen \ud83d\ude80"))));
        appendDetails("c", Map.of("number", 4711));

        assertThat(found(search("DEPLOY"))).containsExactly("service.deploy");
        assertThat(found(search("wiki-"))).containsExactly("service.deploy");
        assertThat(found(search("mira"))).containsExactly("service.deploy");
        assertThat(found(search("0.113."))).containsExactly("service.deploy");
        assertThat(found(search("0f3C9"))).containsExactly("a");
        assertThat(found(search("j\u00fcrgen \ud83d\ude80"))).containsExactly("b");
        assertThat(found(search("471"))).containsExactly("c");
        assertThat(found(search("nothing like it"))).isEmpty();
    }

    @Test
    default void searchFindsTextHoweverItIsComposed() {
        appendDetails("a", Map.of("name", "M\u00fcller"));
        appendDetails("b", Map.of("name", "Mu\u0308ller"));

        assertThat(found(search("m\u00fcll"))).containsExactlyInAnyOrder("a", "b");
        assertThat(found(search("MU\u0308LL"))).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    default void wildcardsInASearchAreLiteral() {
        appendDetails("a", Map.of("text", "100% of a_b\\c?*"));
        appendDetails("b", Map.of("text", "100 of axb"));

        for (String literal : List.of("%", "_", "\\", "?", "*", "0% o", "a_b"))
            assertThat(found(search(literal))).containsExactly("a");
        append("a_", null, null, null, 1);
        append("ab", null, null, null, 2);
        assertThat(found(query(null, "a_", null, null, null, null, null))).containsExactly("a_");
    }

    @Test
    default void oddCharactersInFiltersFindNothing() {
        fill();
        for (String odd : List.of("\u0000", "a\u0000b", "' or 1=1 --", "\ud83d\ude80")) {
            assertThat(found(search(odd))).isEmpty();
            assertThat(found(query(odd, null, null, null, null, null, null))).isEmpty();
            assertThat(found(query(null, odd, null, null, null, null, null))).isEmpty();
            assertThat(found(query(null, null, odd, null, null, null, null))).isEmpty();
            assertThat(found(query(null, null, null, null, odd, null, null))).isEmpty();
        }
    }

    @Test
    default void entryWithOddCharactersIsFoundByTheOthers() {
        appendDetails("odd", Map.of("text", "before\u0000\ud800after"));
        assertThat(found(search("before"))).containsExactly("odd");
        assertThat(found(search("after"))).containsExactly("odd");
    }

    @Test
    default void exportHandsOverEveryEntryOnceTheOldestFirst() {
        stores().transactions().run(() -> {
            for (int each = 0; each < 2_500; each++) append("e", null, null, null, each / 7);
        });
        List<Long> ids = new ArrayList<>();
        stores().audit().export(AuditQuery.ANY, entry -> ids.add(entry.id()));
        assertThat(ids).hasSize(2_500).isSorted().doesNotHaveDuplicates();

        List<Long> some = new ArrayList<>();
        AuditQuery part = query("e", null, null, null, null, NOON.plusSeconds(100), NOON.plusSeconds(300));
        stores().audit().export(part, entry -> some.add(entry.id()));
        assertThat(some).hasSize(1_400).isSorted().doesNotHaveDuplicates();
    }

    @Test
    default void exportCanUseTheStoresWhileItHandsOver() {
        append("a", null, null, null, 0);
        stores().audit()
                .export(
                        AuditQuery.ANY,
                        entry -> stores().transactions()
                                .run(() -> stores().users().isEmpty()));
        assertThat(found(AuditQuery.ANY)).containsExactly("a");
    }
}
