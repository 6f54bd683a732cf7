package io.cloudlab.core.identity.user;

import io.cloudlab.core.shared.Transactions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntConsumer;

/** Notifies listeners of changes to users and to their rights. Thread-safe. */
public final class UserEvents {
    private final Transactions transactions;
    private final List<IntConsumer> ofOne = new CopyOnWriteArrayList<>();
    private final List<Runnable> ofAll = new CopyOnWriteArrayList<>();

    public UserEvents(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * Notifies the listeners of every change from now on, after its commit; they must return at once.
     *
     * @param one takes the id of the user whose account, roles or last sign-in changed
     * @param all is run when the permissions of a role have changed, which may concern any number of users
     */
    public void onChange(IntConsumer one, Runnable all) {
        ofOne.add(one);
        ofAll.add(all);
    }

    /** A user changes in the transaction this thread is in. */
    public void changed(int userId) {
        transactions.afterCommit(() -> ofOne.forEach(listener -> listener.accept(userId)));
    }

    /** The permissions of roles change in the transaction this thread is in. */
    public void rolesChanged() {
        transactions.afterCommit(() -> ofAll.forEach(Runnable::run));
    }
}
