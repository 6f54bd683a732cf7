package io.cloudlab.core.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.jobs.job.Job;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.services.input.InputType;
import io.cloudlab.core.services.input.Script;
import io.cloudlab.core.services.input.ScriptInput;
import io.cloudlab.core.testing.TestCloudLab;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EarlierSecretsTest {
    private static final Duration LONG = Duration.ofSeconds(40);
    private static final Script ADD_USER = new Script(
            "add-user",
            "Add user",
            "",
            "scripts/add-user.sh",
            List.of(
                    new ScriptInput("username", "", InputType.STRING, true, null, List.of(), null, ""),
                    new ScriptInput("password", "", InputType.SECRET, false, null, List.of(), null, "")),
            false);

    private final TestCloudLab lab = new TestCloudLab();
    private final Jobs jobs = lab.cloudLab().jobs();
    private final Caller mira =
            lab.caller("mira", Permission.SERVICES_DEPLOY, Permission.JOBS_VIEW_OWN, Permission.SERVICES_VIEW);

    @BeforeEach
    void addServices() {
        lab.lab().catalogue().add("web", Script.DEPLOY, ADD_USER);
        lab.lab().catalogue().add("blog", Script.DEPLOY, ADD_USER);
    }

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void secretsOfEarlierJobsOfTheServiceAreMaskedToo() throws Exception {
        lab.lab().runner().onStart(launch -> {
            lab.lab().log().print(launch.id(), "-hunter22\n+correct horse\n");
            lab.lab().runner().finish(launch.id(), 0);
        });
        for (String password : List.of("hunter22", "correct horse")) {
            Job job = jobs.launch(
                    mira,
                    LaunchJob.of("web", "add-user").with("username", "jake").with("password", password));
            jobs.await(mira, job.id(), LONG);
        }
        Job third = jobs.deploy(mira, new ServiceName("web")); // has no secrets of its own
        jobs.await(mira, third.id(), LONG);
        assertThat(jobs.tail(mira, third, 2)).containsExactly("-********", "+*************");

        assertThat(lab.lab().runner().awaitStart(third.id()).environment()).isEmpty();
        Job other = jobs.deploy(mira, new ServiceName("blog"));
        jobs.await(mira, other.id(), LONG);
        assertThat(jobs.tail(mira, other, 2)).containsExactly("-hunter22", "+correct horse");
    }

    @Test
    void ofEarlierSecretsTheLatestAreKept() throws Exception {
        lab.lab().runner().onStart(launch -> {
            lab.lab().log().print(launch.id(), "secret-number-10\nsecret-number-39\n");
            lab.lab().runner().finish(launch.id(), 0);
        });
        for (int i = 10; i < 40; i++) {
            Job job = jobs.launch(
                    mira,
                    LaunchJob.of("web", "add-user").with("username", "jake").with("password", "secret-number-" + i));
            jobs.await(mira, job.id(), LONG);
        }
        Job last = jobs.deploy(mira, new ServiceName("web"));
        jobs.await(mira, last.id(), LONG);

        assertThat(jobs.tail(mira, last, 2)).containsExactly("secret-number-10", "****************");
    }
}
