package io.cloudlab.ssh;

import static org.assertj.core.api.Assertions.assertThatCode;

import net.schmizz.sshj.Config;
import org.junit.jupiter.api.Test;

class CipherPracticeTest {
    @Test
    void cipherOfferedFirstIsPractised() {
        Config config = Algorithms.config();
        CipherPractice practice = new CipherPractice(config.getCipherFactories().get(0), config.getRandomFactory());
        assertThatCode(practice::run).doesNotThrowAnyException();
    }
}
