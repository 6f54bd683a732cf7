package io.cloudlab.core.instances;

/** Where the {@link InstanceCache} is kept; there is one. Implementations are thread-safe. */
public interface InstanceStore {
    /** {@link InstanceCache#NOTHING} at first. */
    InstanceCache read();

    /** As {@link #read}; other transactions that lock it wait until this one has ended. */
    InstanceCache lock();

    void write(InstanceCache cache);
}
