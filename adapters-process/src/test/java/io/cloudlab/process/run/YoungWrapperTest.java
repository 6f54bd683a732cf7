package io.cloudlab.process.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.process.job.ProcStat;
import io.cloudlab.process.job.WrapperId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A job that is stopped while its wrapper has only just been started, which takes long where the machine is busy. */
class YoungWrapperTest {
    @Test
    void wrapperIsAskedToStopOnlyOnceItCanWriteDownTheEnd() throws Exception {
        String script = "sleep 0.6; trap 'exit 42' TERM; while :; do sleep 0.05; done";
        Process process = new ProcessBuilder("bash", "-c", script).start();
        try {
            long ticks = ProcStat.of(process.pid()).startTicks();
            WrapperId wrapper = new WrapperId("nonce-young", process.pid(), ticks, ProcStat.bootId(), false);

            new ProcessTreeKiller(new JobProcesses("nonce-young", wrapper)).stop(wrapper, Duration.ofSeconds(20));

            assertThat(process.waitFor()).isEqualTo(42);
        } finally {
            process.destroyForcibly();
        }
    }
}
