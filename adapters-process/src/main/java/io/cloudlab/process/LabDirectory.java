package io.cloudlab.process;

import io.cloudlab.core.Lab;
import io.cloudlab.core.inventory.type.TypeSource;
import io.cloudlab.core.services.CatalogueSource;
import io.cloudlab.core.terminal.shell.ShellLogins;
import io.cloudlab.process.ansible.KeyFiles;
import io.cloudlab.process.ansible.ServiceLogins;
import io.cloudlab.process.catalogue.LabCatalogue;
import io.cloudlab.process.files.FileContentArchive;
import io.cloudlab.process.files.LabFileArea;
import io.cloudlab.process.types.LabTypes;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/**
 * A lab directory on the local disk: the door for embedders. It need not exist yet; nothing is read before it is asked
 * for, and nothing is kept open. Links below it are never followed. Thread-safe.
 */
public final class LabDirectory {
    private final Path root;
    private final LabCatalogue catalogue;
    private final LabTypes types;

    private LabDirectory(Path root) {
        this.root = root;
        this.catalogue = new LabCatalogue(root, Clock.systemUTC(), System::nanoTime);
        this.types = new LabTypes(root, Clock.systemUTC(), System::nanoTime);
    }

    public static LabDirectory at(Path root) {
        return new LabDirectory(root.toAbsolutePath().normalize());
    }

    /** Absolute. */
    public Path root() {
        return root;
    }

    /** The services below {@code services/}; changes on disk show within 200 ms, those made through this lab at once. */
    public CatalogueSource catalogue() {
        return catalogue;
    }

    /**
     * How the hosts are reached that services have made, by the inventories in their {@code outputs}.
     *
     * @param data where private keys may lie besides below this directory
     */
    public ShellLogins logins(Path data) {
        return new ServiceLogins(
                root,
                catalogue,
                new KeyFiles(List.of(root, data.toAbsolutePath().normalize())));
    }

    /** The types below {@code inventory_types/}; what a caller asks for is looked at each time. */
    public TypeSource types() {
        return types;
    }

    /** As {@link #withJobs(Path, JobOptions)}, with {@link JobOptions#DEFAULT}. */
    public Lab withJobs(Path jobs) {
        return withJobs(jobs, JobOptions.DEFAULT);
    }

    /**
     * This lab, ready to run jobs as processes of this machine.
     *
     * @param jobs the directory that holds one directory for each job; made if missing, used by one program at a time.
     *     Beside it, in {@code versions}, former contents of changed files are kept
     * @throws io.cloudlab.core.shared.Unavailable if that directory cannot be read and written
     */
    public Lab withJobs(Path jobs, JobOptions options) {
        return new LabOnDisk(
                root,
                catalogue,
                types,
                LabFileArea.open(root, options.freeShare(), catalogue::changed),
                FileContentArchive.open(jobs.toAbsolutePath().resolveSibling("versions")),
                jobs,
                ProcessJobs.open(jobs, root, options));
    }
}
