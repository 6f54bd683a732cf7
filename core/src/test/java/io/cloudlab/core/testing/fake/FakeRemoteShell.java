package io.cloudlab.core.testing.fake;

import io.cloudlab.core.terminal.shell.CannotConnect;
import io.cloudlab.core.terminal.shell.HostKeyChanged;
import io.cloudlab.core.terminal.shell.RemoteShell;
import io.cloudlab.core.terminal.shell.ServerKey;
import io.cloudlab.core.terminal.shell.Shell;
import io.cloudlab.core.terminal.shell.ShellOutput;
import io.cloudlab.core.terminal.shell.WindowSize;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Shells that print what the test tells them to. As real ones they refuse to print more than they were allowed. */
public final class FakeRemoteShell implements RemoteShell {
    private final List<Opened> opened = new CopyOnWriteArrayList<>();
    private volatile ServerKey key = new ServerKey("ssh-ed25519", "AAAAC3Nz");
    private volatile CountDownLatch held = new CountDownLatch(0);
    private volatile @Nullable CannotConnect refusal;

    /** One shell, as the server sees it. */
    public static final class Opened implements Shell {
        private final Request request;
        private final ShellOutput output;
        private final ServerKey key;
        private final ByteArrayOutputStream typed = new ByteArrayOutputStream();
        private final Semaphore taking = new Semaphore(Integer.MAX_VALUE);
        private final List<WindowSize> sizes = new CopyOnWriteArrayList<>();
        private int allowed;
        private volatile boolean closed;

        private Opened(Request request, ShellOutput output, ServerKey key) {
            this.request = request;
            this.output = output;
            this.key = key;
            this.allowed = request.unread();
        }

        public Request request() {
            return request;
        }

        /** @throws IllegalStateException if it is more than was allowed */
        public void print(String text) {
            print(text.getBytes(StandardCharsets.UTF_8));
        }

        public void print(byte[] bytes) {
            synchronized (this) {
                if (bytes.length > allowed) throw new IllegalStateException("only " + allowed + " bytes are allowed");
                allowed -= bytes.length;
            }
            output.output(bytes.clone(), 0, bytes.length);
        }

        /** How many bytes may be printed now. */
        public synchronized int allowed() {
            return allowed;
        }

        public void exit(int code) {
            output.ended(code, true);
        }

        public void breakConnection() {
            output.ended(null, false);
        }

        /** From now on input is not read, and its writers block. */
        public void stopTaking() {
            taking.drainPermits();
        }

        public void goOnTaking() {
            taking.release(Integer.MAX_VALUE);
        }

        public synchronized String typed() {
            return typed.toString(StandardCharsets.UTF_8);
        }

        public List<WindowSize> sizes() {
            return List.copyOf(sizes);
        }

        public boolean isClosed() {
            return closed;
        }

        @Override
        public ServerKey serverKey() {
            return key;
        }

        @Override
        public void write(byte[] bytes) {
            taking.acquireUninterruptibly();
            taking.release();
            synchronized (this) {
                typed.writeBytes(bytes);
            }
        }

        @Override
        public void resize(WindowSize size) {
            sizes.add(size);
        }

        @Override
        public synchronized void taken(int bytes) {
            allowed += bytes;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    /** The key servers show from now on. */
    public void showing(ServerKey other) {
        key = other;
    }

    /** From now on nothing can be opened for this reason; null for none. */
    public void refusing(@Nullable CannotConnect why) {
        refusal = why;
    }

    /** Shells are opened from now on only once the latch is down. */
    public void holding(CountDownLatch until) {
        held = until;
    }

    /** What has been opened, in order. */
    public List<Opened> opened() {
        return List.copyOf(opened);
    }

    public Opened last() {
        return opened.get(opened.size() - 1);
    }

    @Override
    public Shell open(Request request, ShellOutput output) {
        CannotConnect why = refusal;
        try {
            held.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (why != null) throw why;
        ServerKey pinned = request.pinned();
        if (pinned != null && !pinned.equals(key)) throw new HostKeyChanged(key);
        Opened shell = new Opened(request, output, key);
        opened.add(shell);
        return shell;
    }
}
