package io.cloudlab.core.terminal.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ShellInputTest {
    private final List<String> told = new ArrayList<>();
    private final List<Runnable> work = new ArrayList<>();
    private final ShellInput input = new ShellInput(work::add, 1, () -> {});

    @Test
    void newSizeReachesTheShellBeforeWhatIsTypedIntoIt() {
        input.connect(new WritingDown());

        input.resize(new WindowSize(120, 40));
        input.type("stty size".getBytes(StandardCharsets.UTF_8));
        work.forEach(Runnable::run);

        assertThat(told).containsExactly("120 x 40", "stty size");
    }

    @Test
    void inputGoesOnAfterAStepThatFailed() {
        input.connect(new WritingDown());
        input.type("fails".getBytes(StandardCharsets.UTF_8));
        input.type("first".getBytes(StandardCharsets.UTF_8));
        work.remove(0).run();
        input.type("second".getBytes(StandardCharsets.UTF_8));
        work.forEach(Runnable::run);

        assertThat(told).containsExactly("first", "second");
    }

    @Test
    void inputGoesOnAfterNoWorkerWasFree() {
        AtomicBoolean free = new AtomicBoolean();
        ShellInput refused = new ShellInput(
                step -> {
                    if (!free.get()) throw new RejectedExecutionException("no worker");
                    work.add(step);
                },
                1,
                () -> {});
        refused.connect(new WritingDown());
        refused.type("waits".getBytes(StandardCharsets.UTF_8));
        free.set(true);
        refused.type("comes".getBytes(StandardCharsets.UTF_8));
        work.forEach(Runnable::run);

        assertThat(told).containsExactly("waits", "comes");
    }

    @Test
    void failedStepsGiveBackTheirRoom() {
        input.connect(new WritingDown());
        byte[] much = new byte[64 * 1024];
        System.arraycopy("fails".getBytes(StandardCharsets.UTF_8), 0, much, 0, 5);

        assertThat(input.type(much)).isFalse();
        work.remove(0).run();

        assertThat(input.hasRoom()).isTrue();
    }

    private final class WritingDown implements Shell {
        @Override
        public ServerKey serverKey() {
            throw new AssertionError("nobody asks for it");
        }

        @Override
        public void write(byte[] bytes) {
            if (new String(bytes, StandardCharsets.UTF_8).startsWith("fails"))
                throw new IllegalStateException("broken");
            told.add(new String(bytes, StandardCharsets.UTF_8));
        }

        @Override
        public void resize(WindowSize size) {
            told.add(size.cols() + " x " + size.rows());
        }

        @Override
        public void taken(int bytes) {
            told.add("taken " + bytes);
        }

        @Override
        public void close() {
            told.add("closed");
        }
    }
}
