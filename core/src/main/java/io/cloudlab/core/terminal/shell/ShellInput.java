package io.cloudlab.core.terminal.shell;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Input that waits to be sent to a shell. Sending may block, so that is left to a worker, one at a
 * time; nothing here blocks. Thread-safe.
 */
public final class ShellInput {
    private static final System.Logger LOGGER = System.getLogger(ShellInput.class.getName());

    /** How much may wait to be sent; a client that types more is asked to wait. */
    private static final int TYPED_AHEAD = 64 * 1024;

    private final Executor workers;
    private final int owedAtLeast;
    private final Runnable roomAgain;
    private final Queue<byte[]> typed = new ArrayDeque<>();
    private @Nullable Shell shell;
    private @Nullable WindowSize newSize;
    private int typedBytes;
    private int owed;
    private boolean working;
    private boolean closed;

    /**
     * @param owedAtLeast how many bytes must have been taken before the server is told
     * @param roomAgain is told when one may go on typing
     */
    public ShellInput(Executor workers, int owedAtLeast, Runnable roomAgain) {
        this.workers = workers;
        this.owedAtLeast = owedAtLeast;
        this.roomAgain = roomAgain;
    }

    public synchronized void connect(Shell opened) {
        shell = opened;
        begin();
    }

    /** @return whether there is room for more */
    public synchronized boolean type(byte[] bytes) {
        typed.add(bytes);
        typedBytes += bytes.length;
        begin();
        return hasRoom();
    }

    public synchronized boolean hasRoom() {
        return closed || typedBytes < TYPED_AHEAD;
    }

    /** Only the last size counts. */
    public synchronized void resize(WindowSize size) {
        newSize = size;
        begin();
    }

    public synchronized void taken(int bytes) {
        owed += bytes;
        if (owed >= owedAtLeast) begin();
    }

    /** Forgets what has not been taken. */
    public synchronized void close() {
        closed = true;
        typed.clear();
    }

    private void begin() {
        if (working || closed || shell == null) return;
        working = true;
        try {
            workers.execute(this::work);
        } catch (RejectedExecutionException e) {
            working = false; // the next input tries again
            LOGGER.log(System.Logger.Level.WARNING, "Input of a terminal waits: no worker is free", e);
        }
    }

    /** A failure of one step does not keep those after it from being done. */
    private void work() {
        for (Runnable next = next(); next != null; next = next()) {
            try {
                next.run();
            } catch (RuntimeException e) {
                LOGGER.log(System.Logger.Level.WARNING, "Input of a terminal could not be handed on", e);
            }
        }
    }

    /** What is to be done next: a new size before what is typed into the window that has it. */
    private synchronized @Nullable Runnable next() {
        Shell to = shell;
        if (to != null && !closed) {
            WindowSize size = newSize;
            if (size != null) {
                newSize = null;
                return () -> to.resize(size);
            }
            byte[] bytes = typed.poll();
            if (bytes != null) return () -> write(to, bytes);
            if (owed >= owedAtLeast) {
                int allowed = owed;
                owed = 0;
                return () -> to.taken(allowed);
            }
        }
        working = false;
        return null;
    }

    private void write(Shell to, byte[] bytes) {
        boolean wasFull;
        try {
            to.write(bytes);
        } finally {
            synchronized (this) {
                wasFull = !hasRoom();
                typedBytes -= bytes.length;
            }
        }
        if (wasFull && hasRoom()) roomAgain.run();
    }
}
