package io.cloudlab.core.jobs.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.jobs.LaunchJob;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.testing.TestCloudLab;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is masked must not tell which guess of the vault password is right. */
class GuessedVaultPasswordTest {
    @ParameterizedTest
    @ValueSource(strings = {"open sesame", "wrong guess", "is it open sesame?", "open%20sesame"})
    void guessOfTheVaultPasswordShowsInNothing(String guess) throws InterruptedException {
        try (TestCloudLab other = new TestCloudLab(builder -> builder.vaultPassword("open sesame"))) {
            other.lab().catalogue().add("web");
            Caller admin = other.cloudLab().system("test");
            Job job = other.cloudLab()
                    .jobs()
                    .launch(admin, new LaunchJob(new ServiceName("web"), Optional.empty(), Map.of("who", guess)));
            other.lab().runner().awaitStart(job.id());
            other.lab().log().print(job.id(), guess + "\n");

            assertThat(other.cloudLab().jobs().tail(admin, job, 1)).containsExactly(guess);
        }
    }
}
