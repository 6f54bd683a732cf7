package io.cloudlab.process;

import io.cloudlab.core.Lab;
import io.cloudlab.core.instances.InventorySource;
import io.cloudlab.core.inventory.type.TypeSource;
import io.cloudlab.core.jobs.job.JobRunner;
import io.cloudlab.core.jobs.log.JobLog;
import io.cloudlab.core.server.ServerIdentity;
import io.cloudlab.core.services.CatalogueSource;
import io.cloudlab.core.services.LabSchemas;
import io.cloudlab.core.services.file.ConfigSyntax;
import io.cloudlab.core.services.file.ContentArchive;
import io.cloudlab.core.services.file.FileArea;
import io.cloudlab.core.shared.Unavailable;
import io.cloudlab.core.vault.SecretsFile;
import io.cloudlab.process.ansible.LabInventory;
import io.cloudlab.process.ansible.LabSecretsFile;
import io.cloudlab.process.directory.SecureDirectory;
import io.cloudlab.process.yaml.YamlSyntax;
import java.io.IOException;
import java.nio.file.Path;

/** A lab directory together with the jobs that run in it. */
record LabOnDisk(
        Path root,
        CatalogueSource catalogue,
        TypeSource types,
        FileArea files,
        ContentArchive formers,
        Path jobsDirectory,
        ProcessJobs jobs)
        implements Lab {
    @Override
    public ConfigSyntax syntax() {
        return new YamlSyntax();
    }

    @Override
    public LabSchemas schemas() {
        return new LabFileSchemas();
    }

    @Override
    public JobRunner runner() {
        return jobs.runner();
    }

    @Override
    public JobLog log() {
        return jobs.log();
    }

    @Override
    public InventorySource inventory() {
        return new LabInventory(root);
    }

    @Override
    public ServerIdentity server() {
        return ServerFile.in(jobsDirectory.resolve(".server-id"));
    }

    @Override
    public SecretsFile secretsFile() {
        return new LabSecretsFile(root);
    }

    @Override
    public void ping() {
        require(root, "lab-directory", "The lab directory cannot be read.");
        require(jobsDirectory, "jobs-directory", "The directory of the jobs cannot be read.");
    }

    @Override
    public void close() {
        jobs.close();
    }

    private static void require(Path directory, String code, String detail) {
        try (SecureDirectory tree = SecureDirectory.open(directory)) {
            tree.names();
        } catch (IOException e) {
            throw new Unavailable(code, detail, e);
        }
    }
}
