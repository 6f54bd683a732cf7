package io.cloudlab.core.identity;

import org.jspecify.annotations.Nullable;

/** Decides who may set up an empty system, beyond being the first. Thread-safe. */
public interface SetupGate {
    /** Admits the first caller; for systems that only their owner can reach. */
    SetupGate OPEN = new SetupGate() {
        @Override
        public boolean admits(@Nullable String setupCode) {
            return true;
        }

        @Override
        public void close() {}
    };

    /** @param setupCode what the caller sent, if anything; compared in constant time */
    boolean admits(@Nullable String setupCode);

    /** Called once after set-up. */
    void close();
}
