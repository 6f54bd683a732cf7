package io.cloudlab.core.jobs.job;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.jobs.Jobs;
import io.cloudlab.core.services.input.InputType;
import io.cloudlab.core.services.input.Script;
import io.cloudlab.core.services.input.ScriptInput;
import io.cloudlab.core.testing.TestCloudLab;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A service with a script whose inputs are partly secret, and a user who may launch it. */
abstract class LaunchFixture {
    static final Duration LONG = Duration.ofSeconds(40);
    static final Script ADD_USER = new Script(
            "add-user",
            "Add user",
            "",
            "scripts/add-user.sh",
            List.of(
                    new ScriptInput("username", "", InputType.STRING, true, null, List.of(), null, ""),
                    new ScriptInput("password", "", InputType.SECRET, false, null, List.of(), null, "")),
            false);

    final TestCloudLab lab = new TestCloudLab();
    final Jobs jobs = lab.cloudLab().jobs();
    final Caller mira =
            lab.caller("mira", Permission.SERVICES_DEPLOY, Permission.JOBS_VIEW_OWN, Permission.SERVICES_VIEW);

    @BeforeEach
    void addService() {
        lab.lab().catalogue().add("web", Script.DEPLOY, ADD_USER);
    }

    @AfterEach
    void close() {
        lab.close();
    }
}
