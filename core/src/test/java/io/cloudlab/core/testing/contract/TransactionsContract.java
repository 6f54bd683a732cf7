package io.cloudlab.core.testing.contract;

import static io.cloudlab.core.testing.SampleUsers.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.identity.user.Username;
import io.cloudlab.core.shared.Transactions;
import io.cloudlab.core.vault.SealedSecret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@link Transactions} do for all stores of their bundle. */
public interface TransactionsContract extends StoresContract {
    private boolean isStored(String name) {
        return stores().users().findByUsername(new Username(name)).isPresent();
    }

    private static RuntimeException failure() {
        return new UncheckedIOException(new IOException("no"));
    }

    @Test
    default void writesOfAllStoresAreKeptTogether() {
        String result = stores().transactions().call(() -> {
            stores().users().insert(user("mira"));
            stores().secrets().put("vault", new SealedSecret(new byte[] {1}));
            assertThat(isStored("mira")).isTrue();
            return "done";
        });
        assertThat(result).isEqualTo("done");
        assertThat(isStored("mira")).isTrue();
        assertThat(stores().secrets().find("vault")).isPresent();
    }

    @Test
    default void failureTakesBackTheWritesOfAllStoresAndIsPassedOnUnchanged() {
        stores().secrets().put("vault", new SealedSecret(new byte[] {1}));
        RuntimeException failure = failure();
        assertThatThrownBy(() -> stores().transactions().run(() -> {
                    stores().users().insert(user("mira"));
                    stores().secrets().put("vault", new SealedSecret(new byte[] {2}));
                    stores().secrets().put("vault", new SealedSecret(new byte[] {3}));
                    stores().sessions().revoke(1, "a", NOON);
                    throw failure;
                }))
                .isSameAs(failure);
        assertThat(isStored("mira")).isFalse();
        assertThat(stores().secrets().find("vault")).contains(new SealedSecret(new byte[] {1}));
        assertThat(stores().sessions().revoked(1)).isEmpty();
    }

    @Test
    default void innerTransactionIsPartOfTheOuter() {
        assertThatThrownBy(() -> stores().transactions().run(() -> {
                    stores().transactions().run(() -> stores().users().insert(user("mira")));
                    throw failure();
                }))
                .isInstanceOf(UncheckedIOException.class);
        assertThat(isStored("mira")).isFalse();
    }

    @Test
    default void outerTransactionCannotSucceedOnceAnInnerOneHasFailed() {
        assertThatThrownBy(() -> stores().transactions().run(() -> {
                    stores().users().insert(user("mira"));
                    assertThatThrownBy(() -> stores().transactions().run(() -> {
                                stores().users().insert(user("tom"));
                                throw failure();
                            }))
                            .isInstanceOf(UncheckedIOException.class);
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(isStored("mira")).isFalse();
        assertThat(isStored("tom")).isFalse();
    }

    @Test
    default void actionsAfterCommitRunInOrderOnceTheOuterTransactionIsCommitted() {
        List<String> happened = new ArrayList<>();
        stores().transactions().run(() -> {
            stores().transactions().run(() -> {
                stores().users().insert(user("mira"));
                stores().transactions().afterCommit(() -> happened.add("first, stored: " + isStored("mira")));
            });
            stores().transactions().afterCommit(() -> happened.add("second"));
            happened.add("work");
        });
        assertThat(happened).containsExactly("work", "first, stored: true", "second");
    }

    @Test
    default void actionAfterCommitSeesNoTransaction() {
        List<String> happened = new ArrayList<>();
        stores().transactions()
                .run(() -> stores().transactions().afterCommit(() -> {
                    stores().transactions().afterCommit(() -> happened.add("at once"));
                    happened.add("then");
                    stores().transactions().run(() -> stores().users().insert(user("mira")));
                }));
        assertThat(happened).containsExactly("at once", "then");
        assertThat(isStored("mira")).isTrue();
    }

    @Test
    default void actionsAfterCommitNeverRunAfterARollback() {
        List<String> happened = new ArrayList<>();
        assertThatThrownBy(() -> stores().transactions().run(() -> {
                    stores().transactions().afterCommit(() -> happened.add("committed"));
                    throw failure();
                }))
                .isInstanceOf(UncheckedIOException.class);
        stores().transactions().run(() -> happened.add("next"));
        assertThat(happened).containsExactly("next");
    }

    @Test
    default void actionAfterCommitRunsAtOnceOutsideATransaction() {
        List<String> happened = new ArrayList<>();
        stores().transactions().afterCommit(() -> happened.add("at once"));
        assertThat(happened).containsExactly("at once");
    }

    @Test
    default void failureOfAnActionAfterCommitNeitherUndoesNorStopsTheOthers() {
        List<String> happened = new ArrayList<>();
        RuntimeException failure = failure();
        assertThatThrownBy(() -> stores().transactions().run(() -> {
                    stores().users().insert(user("mira"));
                    stores().transactions().afterCommit(() -> {
                        throw failure;
                    });
                    stores().transactions().afterCommit(() -> happened.add("second"));
                }))
                .isSameAs(failure);
        assertThat(happened).containsExactly("second");
        assertThat(isStored("mira")).isTrue();
    }

    @Test
    default void storesAnswerAPing() {
        stores().ping();
        assertThat(stores().users().isEmpty()).isTrue();
    }
}
