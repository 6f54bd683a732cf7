package io.cloudlab.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("counts the threads of servers")
class ServerWarmupTest {
    @Test
    void requestIsAnsweredAndNoThreadIsLeft() throws Exception {
        Set<Thread> before = threads();

        assertThat(ServerWarmup.hold()).startsWith("HTTP/1.1 200 OK").endsWith("{}");

        await().atMost(Duration.ofSeconds(30)).until(() -> before.containsAll(threads()));
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("cloudlab-"))
                .collect(Collectors.toSet());
    }
}
