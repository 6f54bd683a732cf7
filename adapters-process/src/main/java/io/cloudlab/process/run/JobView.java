package io.cloudlab.process.run;

import io.cloudlab.process.job.JobFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a job sees in place of the server's data directory: a directory that is empty but for the way to the job's own
 * temporary files. In the job's mount namespace it is mounted over the data directory, by {@code mount --all}.
 */
public final class JobView {
    private static final Logger LOG = LoggerFactory.getLogger(JobView.class);

    private final Path data;

    /** @param data the data directory, its real path */
    JobView(Path data) {
        this.data = data;
    }

    /**
     * The view that hides the data directory.
     *
     * @param jobs the directory with the directories of the jobs; only where it lies in the data directory can that be hidden
     * @param needed what the jobs need
     * @return null if the data directory must stay visible, as something that jobs need lies in it
     */
    static @Nullable public JobView hiding(@Nullable Path data, Path jobs, List<Path> needed) {
        if (data == null) return null;
        try {
            JobView view = new JobView(data.toRealPath());
            return jobs.startsWith(view.data) && view.isApartFrom(needed) ? view : null;
        } catch (IOException e) {
            LOG.warn("The data directory cannot be hidden from jobs.", e);
            return null;
        }
    }

    /** Makes ready what is to be mounted. @return a file in the form of fstab(5) */
    Path prepare(JobFolder folder) throws IOException {
        Path view = folder.path().resolve("view");
        Path temporary = view.resolve(data.relativize(folder.temporary()));
        Files.createDirectories(temporary);
        Path mounts = folder.path().resolve("mounts");
        Files.writeString(mounts, line(folder.temporary(), temporary, "bind") + line(view, data, "rbind"));
        return mounts;
    }

    private static String line(Path from, Path to, String how) {
        return word(from) + " " + word(to) + " none " + how + " 0 0\n";
    }

    private static String word(Path path) {
        StringBuilder word = new StringBuilder();
        for (byte b : path.toString().getBytes(StandardCharsets.UTF_8)) {
            boolean plain = b > ' ' && b != '\\' && b != '#' && b != 0x7f;
            word.append(plain ? String.valueOf((char) b) : String.format("\\%03o", b & 0xff));
        }
        return word.toString();
    }

    /** Whether what the jobs need lies elsewhere, so that the directory can be hidden. */
    boolean isApartFrom(List<Path> needed) {
        return needed.stream().noneMatch(path -> real(path).startsWith(data));
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path.toAbsolutePath().normalize();
        }
    }
}
