package io.cloudlab.process.run;

import io.cloudlab.core.jobs.LaunchFailed;
import io.cloudlab.core.jobs.job.JobRunner;
import io.cloudlab.core.jobs.job.JobRunner.Launch;
import io.cloudlab.process.ansible.AnsibleSettings;
import io.cloudlab.process.job.JobFolder;
import io.cloudlab.process.job.SocketFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The environment of a job, built from empty: nothing of the server's own gets into it. */
public final class JobEnvironment {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    /** The wrapper's own variables; see wrapper.sh. */
    private static final String WRAPPERS_OWN = "_clm_";

    private final Path lab;
    private final String path;
    private final Path home;
    private final Path vaultPassword;

    /**
     * @param path what the jobs get as {@code PATH}
     * @param home what they get as {@code HOME}, if it can be written to
     * @param vaultPassword the program that tells Ansible the vault password, for jobs that are given one
     */
    public JobEnvironment(Path lab, String path, Path home, Path vaultPassword) {
        this.lab = lab;
        this.path = path;
        this.home = home;
        this.vaultPassword = vaultPassword;
    }

    Map<String, String> of(Launch launch, JobFolder folder) throws IOException {
        Map<String, String> variables = new TreeMap<>();
        variables.put("PATH", path);
        variables.put("HOME", home(folder));
        variables.put("LANG", "C.UTF-8");
        variables.put("LC_ALL", "C.UTF-8");
        variables.putAll(AnsibleSettings.of(lab, lab.resolve(launch.directory()).normalize()));
        variables.put("ANSIBLE_LOCAL_TEMP", folder.temporary().toString());
        variables.put(
                "ANSIBLE_SSH_CONTROL_PATH_DIR", SocketFolder.create(folder).toString());
        variables.put("ANSIBLE_SSH_COMMON_ARGS", SshArguments.of(lab, launch.directory(), folder));
        variables.put("CLM_EVENTS_FILE", folder.reported().toString());
        if (launch.environment().containsKey(JobRunner.VAULT_PASSWORD))
            variables.put("ANSIBLE_VAULT_PASSWORD_FILE", vaultPassword(folder).toString());
        launch.environment().forEach((name, value) -> {
            if (!NAME.matcher(name).matches() || name.startsWith(WRAPPERS_OWN))
                throw new LaunchFailed("The name of a variable is not allowed in a job's environment.");
            if (value.indexOf('\0') >= 0) throw new LaunchFailed("The value of " + name + " holds a NUL character.");
            variables.put(name, value);
        });
        variables.put(
                InputsFile.VARIABLE, InputsFile.write(folder, launch.inputs()).toString());
        variables.put(OutputsFile.VARIABLE, folder.outputs().toString());
        variables.put("CLOUDLAB_JOB_ID", launch.id().value());
        variables.put(JobProcesses.COOKIE, launch.nonce());
        return variables;
    }

    /** Ansible ends with code 5 where it cannot write into HOME. */
    private String home(JobFolder folder) {
        return (Files.isWritable(home) ? home : folder.temporary()).toString();
    }

    /** A copy in the job's own folder, as it cannot see the other. */
    private Path vaultPassword(JobFolder folder) throws IOException {
        Path own = folder.temporary().resolve("vault-password");
        if (!Files.exists(own)) Files.copy(vaultPassword, own, StandardCopyOption.COPY_ATTRIBUTES);
        return own;
    }
}
