package io.cloudlab.core;

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
import io.cloudlab.core.vault.SecretsFile;

/** A lab directory and the machine it lies on: what can be deployed, and the means to do it. */
public interface Lab extends AutoCloseable {
    CatalogueSource catalogue();

    FileArea files();

    ContentArchive formers();

    ConfigSyntax syntax();

    /** What the files of a lab may hold. */
    LabSchemas schemas();

    /** The types of the inventory. */
    TypeSource types();

    JobRunner runner();

    JobLog log();

    SecretsFile secretsFile();

    InventorySource inventory();

    /** The server whose jobs run here; the same whenever this lab is opened with the same jobs. */
    ServerIdentity server();

    /** @throws io.cloudlab.core.shared.Unavailable if the lab directory or the jobs' directory cannot be used */
    void ping();

    /** Stops watching; what runs goes on. */
    @Override
    void close();
}
