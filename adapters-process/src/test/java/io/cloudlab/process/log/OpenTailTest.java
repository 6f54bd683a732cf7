package io.cloudlab.process.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class OpenTailTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000);
    private final OpenTail tail = new OpenTail(nanos::get);

    @Test
    void lineStandsHalfASecondAfterItsBeginningHoweverItGrows() {
        tail.at(progress(4, 9));
        pass(400);
        tail.at(progress(4, 12));
        assertThat(tail.stands(progress(4, 12))).isFalse();
        pass(100);
        assertThat(tail.stands(progress(4, 12))).isTrue();
    }

    @Test
    void lineThatEndsBeginsAnew() {
        tail.at(progress(4, 9));
        pass(600);
        tail.at(progress(10, 12));
        assertThat(tail.stands(progress(10, 12))).isFalse();
        pass(500);
        assertThat(tail.stands(progress(10, 12))).isTrue();
        tail.at(progress(13, 13));
        assertThat(tail.stands(progress(13, 13))).isFalse();
    }

    @Test
    void barThatGrowsAllTheTimeIsNewsTwiceASecond() {
        int news = 0;
        for (int i = 1; i <= 100; i++) {
            tail.at(progress(4, 4 + i));
            if (tail.isNews(progress(4, 4 + i))) news++;
            pass(20);
        }
        assertThat(news).isEqualTo(3); // after 0.5, 1 and 1.5 s
        assertThat(tail.isNews(progress(4, 104))).isTrue();
        pass(5_000);
        assertThat(tail.isNews(progress(4, 104))).isFalse();
    }

    @Test
    void lineThatStoodBeforeTheLogWasOpenedNeedNotWait() {
        tail.openedAfter(Duration.ofMinutes(1).toNanos());
        tail.at(progress(0, 3));
        assertThat(tail.stands(progress(0, 3))).isTrue();
        tail.at(progress(4, 6));
        assertThat(tail.stands(progress(4, 6))).isFalse();
    }

    @Test
    void finishedLogHasNoOpenLine() {
        tail.at(progress(0, 3));
        pass(600);
        assertThat(tail.stands(new Progress(0, 0, 3, true, null))).isFalse();
    }

    private void pass(long millis) {
        nanos.addAndGet(Duration.ofMillis(millis).toNanos());
    }

    private static Progress progress(long settled, long seen) {
        return new Progress(1, settled, seen, false, null);
    }
}
