package io.cloudlab.core.jobs.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.jobs.LaunchJob;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.services.input.InputType;
import io.cloudlab.core.services.input.Script;
import io.cloudlab.core.services.input.ScriptFile;
import io.cloudlab.core.services.input.ScriptInput;
import io.cloudlab.core.shared.CloudLabException;
import io.cloudlab.core.shared.PageRequest;
import io.cloudlab.core.shared.Refused;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LaunchInputsTest extends LaunchFixture {
    @Test
    void deployScriptWithARequiredInputIsGivenIt() throws InterruptedException {
        ScriptInput size = new ScriptInput("size", "", InputType.STRING, true, null, List.of(), null, "");
        lab.lab().catalogue().add("sized", new Script("deploy", "Deploy", "", "deploy.sh", List.of(size), false));

        Job job = jobs.launch(mira, LaunchJob.deploy(new ServiceName("sized"), Map.of("size", "big")));

        assertThat(job.request().action()).isEqualTo("deploy");
        assertThat(job.request().inputs()).isEqualTo(Map.of("size", "big"));
        assertThat(lab.lab().runner().awaitStart(job.id()).environment()).isEqualTo(Map.of("INPUT_SIZE", "big"));
    }

    @Test
    void programOfItsOwnIsExecutedAndOtherScriptsGoToBash() {
        lab.lab().catalogue().file("web", "scripts/add-user.sh", ScriptFile.PROGRAM);

        Job program = jobs.launch(mira, LaunchJob.of("web", "add-user").with("username", "jake"));
        Job deploy = jobs.deploy(mira, new ServiceName("web"));

        assertThat(program.plan().commands()).containsExactly(List.of("./scripts/add-user.sh"));
        assertThat(program.scriptFile()).contains("scripts/add-user.sh");
        assertThat(deploy.plan().commands()).containsExactly(List.of("bash", "deploy.sh"));
        assertThat(deploy.scriptFile()).contains("deploy.sh");
    }

    @Test
    void scriptThatCannotBeRunSaysWhy() {
        Script broken = ADD_USER.withProblem("scripts.yaml, line 3, column 7: a pattern that is no pattern.");
        lab.lab().catalogue().add("web", Script.DEPLOY.withProblem("scripts.yaml: no."), broken);

        refuses(LaunchJob.of("web", "add-user").with("username", "x"), Refused.class, "not-runnable");
        assertThatThrownBy(() -> jobs.launch(mira, LaunchJob.of("web", "add-user")))
                .hasMessage("scripts.yaml, line 3, column 7: a pattern that is no pattern.");
        refuses(LaunchJob.deploy(new ServiceName("web")), Refused.class, "not-runnable");
    }

    @Test
    void addUserIsNotGivenACallerItDoesNotAskFor() {
        lab.lab()
                .catalogue()
                .add("bare", new Script("add-user", "", "", "add-user.sh", List.of(), false).withInputs(List.of()));

        assertThat(jobs.launch(mira, LaunchJob.of("bare", "add-user")).request().inputs())
                .isEmpty();
    }

    @Test
    void badInputsAreRefused() {
        lab.lab().catalogue().add("other", new Script("go", "", "", "go.sh", ADD_USER.inputs(), false));

        refuses(LaunchJob.of("other", "go"), Refused.class, "missing-input");
        refuses(LaunchJob.of("web", "add-user").with("password", "abc"), Refused.class, "bad-input");
        refuses(LaunchJob.of("web", "add-user").with("LD_PRELOAD", "x"), Refused.class, "unknown-input");
    }

    private void refuses(LaunchJob command, Class<? extends CloudLabException> type, String code) {
        assertThatThrownBy(() -> jobs.launch(mira, command))
                .isInstanceOfSatisfying(
                        type, refused -> assertThat(refused.code()).isEqualTo(code));
        nothingWasAccepted();
    }

    private void nothingWasAccepted() {
        assertThat(lab.audit()).isEmpty();
        assertThat(jobs.list(lab.cloudLab().system("test"), JobFilter.ANY, new PageRequest(1, 10))
                        .total())
                .isZero();
    }
}
