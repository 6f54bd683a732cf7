package io.cloudlab.core.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
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

    private final class WritingDown implements Shell {
        @Override
        public ServerKey serverKey() {
            throw new AssertionError("nobody asks for it");
        }

        @Override
        public void write(byte[] bytes) {
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
