package io.cloudlab.core.jobs;

import io.cloudlab.core.jobs.job.Job;
import io.cloudlab.core.jobs.job.JobId;
import io.cloudlab.core.jobs.job.JobRunner;
import io.cloudlab.core.jobs.job.JobSecrets;
import io.cloudlab.core.jobs.job.JobStore;
import io.cloudlab.core.jobs.job.JobSubject;
import io.cloudlab.core.services.input.InputNames;
import io.cloudlab.core.vault.LabSecrets;
import io.cloudlab.core.vault.MasterKey;
import io.cloudlab.core.vault.SealedSecret;
import io.cloudlab.core.vault.Vault;
import io.cloudlab.core.vault.WrongKey;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Collects the secrets of new jobs, seals them, and names those of former ones. Thread-safe. */
public final class JobVault {
    private static final System.Logger LOGGER = System.getLogger(JobVault.class.getName());

    private final JobStore store;
    private final Vault vault;
    private final LabSecrets labSecrets;
    private final MasterKey key;

    public JobVault(JobStore store, Vault vault, LabSecrets labSecrets, MasterKey key) {
        this.store = store;
        this.vault = vault;
        this.labSecrets = labSecrets;
        this.key = key;
    }

    /** The secrets a job is handed, and those it may come to show. */
    JobSecrets collect(JobBuilder job) {
        Map<String, String> environment = new HashMap<>(job.secretEnvironment);
        String password = vault.password().orElse(null);
        if (password != null) environment.put(JobRunner.VAULT_PASSWORD, password);
        List<String> masked = new ArrayList<>(labSecrets.values(password));
        masked.addAll(job.masked);
        return new JobSecrets(environment, masked, job.secretVariables).withEarlier(earlier(job.subject));
    }

    @Nullable
    SealedSecret seal(JobSecrets secrets, JobId id) {
        return secrets.seal(key, id);
    }

    /** The environment variables of the secret inputs a job was given. */
    public Set<String> inputs(Job job) {
        return JobSecrets.open(job.plan().secrets(), key, job.id()).environment().entrySet().stream()
                .filter(variable -> InputNames.isVariable(variable.getKey()))
                .filter(variable -> !variable.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** Comparing what is there with what shall be, such as {@code --diff} does, shows what an earlier job was given. */
    private List<String> earlier(JobSubject subject) {
        Job latest = store.latest(subject.name())
                .filter(job -> job.request().kind() == subject.kind())
                .orElse(null);
        if (latest == null) return List.of();
        try {
            return JobSecrets.open(latest.plan().secrets(), key, latest.id()).values();
        } catch (WrongKey | UncheckedIOException e) { // an old job must not keep new ones from starting
            LOGGER.log(System.Logger.Level.WARNING, "The secrets of job {0} cannot be read: {1}", latest.id(), e);
            return List.of();
        }
    }
}
