package io.cloudlab.process.job;

import io.cloudlab.core.jobs.job.JobRunner;
import io.cloudlab.process.directory.DirectoryDeleter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The directory of one job, 0700, and what is where in it. The small files that must be written in any case are
 * written in full when it is made, and later overwritten in place: a full disk cannot prevent that. Each holds one line
 * of words that ends with {@code .}; blanks until it is written.
 */
public record JobFolder(Path path) {
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<?> OWNER_ONLY_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final String NUMBER = "([0-9]{1,18})";
    private static final Pattern EXIT = Pattern.compile("(\\S+) ([0-9]{1,3}|never) \\.\n");
    private static final Pattern META = Pattern.compile("(\\S+) " + NUMBER + " " + NUMBER + " (\\S+) (\\S+) \\.\n");
    private static final Pattern GAP = Pattern.compile(NUMBER + " +" + NUMBER + " +(?:" + NUMBER + " +)?\\.\n");
    private static final Pattern STATE = Pattern.compile("(open|finished) " + NUMBER + " " + NUMBER + " (\\S+) \\.\n");
    private static final byte[] BLANK = " ".repeat(512).getBytes(StandardCharsets.US_ASCII);

    private static final int RESERVE = 8 * 1024;

    /** Where the job's output goes. */
    public Path spool() {
        return path.resolve("spool");
    }

    public Path index() {
        return path.resolve("index");
    }

    /** Held by the wrapper for as long as it lives. */
    public Path lock() {
        return path.resolve("lock");
    }

    /** Written by the wrapper: nonce, process id, start in clock ticks, boot id. */
    public Path meta() {
        return path.resolve("meta");
    }

    /** Written by the wrapper: nonce and exit code, or that nothing was run. */
    public Path exit() {
        return path.resolve("exit");
    }

    /** Where it stands, no wrapper may begin any more. */
    public Path tombstone() {
        return path.resolve("tombstone");
    }

    /** For the job's own temporary files; removed when it has ended. */
    public Path temporary() {
        return path.resolve("tmp");
    }

    /** What the job's playbooks are handed; gone when it has ended. */
    public Path variables() {
        return temporary().resolve("variables.json");
    }

    /** Where playbooks write down what happens, one JSON object a line. */
    public Path reported() {
        return temporary().resolve("events");
    }

    /** Where that is once the job has ended; there if a playbook has written any. */
    public Path events() {
        return path.resolve("events");
    }

    /** Where the job writes its outputs, a line {@code name=value} each. */
    public Path outputs() {
        return temporary().resolve("outputs");
    }

    /** Where they are once the job has ended; there if it has written any. */
    public Path keptOutputs() {
        return path.resolve("outputs");
    }

    public boolean exists() {
        return Files.isDirectory(path);
    }

    /** Makes the whole directory or nothing. Doing it again changes nothing. */
    public void create() throws IOException {
        if (exists()) return;
        JobFolder draft = new JobFolder(path.resolveSibling("." + path.getFileName() + ".new"));
        try {
            draft.remove();
            Files.createDirectory(draft.path, OWNER_ONLY_DIRECTORY);
            for (Path empty : List.of(draft.spool(), draft.index(), draft.lock())) {
                Files.createFile(empty, OWNER_ONLY);
            }
            for (Path blank : List.of(draft.meta(), draft.exit(), draft.state())) {
                write(blank, BLANK);
            }
            write(draft.reserve(), new byte[RESERVE]);
            Files.createDirectory(draft.temporary(), OWNER_ONLY_DIRECTORY);
            Files.move(draft.path, path, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
            draft.remove();
            if (!exists()) throw e;
        } catch (IOException e) {
            draft.remove();
            throw e;
        }
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        try (var out = Files.newByteChannel(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OWNER_ONLY)) {
            while (left.hasRemaining()) out.write(left);
        }
    }

    /** Removes everything; what the job may have put there is never followed to another place. */
    public void delete() throws IOException {
        if (!exists()) return;
        SocketFolder.far(this).remove();
        MemoryFolder.far(this).remove();
        JobFolder gone = new JobFolder(path.resolveSibling("." + path.getFileName() + ".gone"));
        gone.remove();
        Files.move(path, gone.path, StandardCopyOption.ATOMIC_MOVE);
        gone.remove();
    }

    /** How the wrapper of this nonce ended, if it has. */
    public Optional<Ending> ending(String nonce) throws IOException {
        Matcher words = words(exit(), EXIT);
        if (words == null || !words.group(1).equals(nonce)) return Optional.empty();
        return Optional.of(new Ending(
                words.group(2).equals("never") ? Ending.NEVER : Integer.parseInt(words.group(2)),
                Files.getLastModifiedTime(exit()).toInstant()));
    }

    /** @param at when the file was written, by the clock of the file system */
    public record Ending(int code, Instant at) {
        /** In place of a code: the wrapper was never told what to run. */
        private static final int NEVER = -1;

        public JobRunner.End end() {
            return code == NEVER ? new JobRunner.End.NotStarted() : new JobRunner.End.Exited(code, at);
        }
    }

    /** Who the wrapper is. */
    public Optional<WrapperId> wrapper() throws IOException {
        Matcher words = words(meta(), META);
        if (words == null) return Optional.empty();
        return Optional.of(new WrapperId(
                words.group(1),
                Long.parseLong(words.group(2)),
                Long.parseLong(words.group(3)),
                words.group(4),
                words.group(5).equals(WrapperId.IN_NAMESPACE)));
    }

    public TruncatedRange.@Nullable Gap gap() throws IOException {
        Path gap = path.resolve("gap");
        if (!Files.exists(gap)) return null; // by far most logs have none
        Matcher words = words(gap, GAP);
        if (words == null) return null;
        long lines = words.group(3) == null ? -1 : Long.parseLong(words.group(3)); // older wrappers do not count them
        return new TruncatedRange.Gap(Long.parseLong(words.group(1)), Long.parseLong(words.group(2)), lines);
    }

    /** What is remembered of the log beside its bytes. */
    /** How long ago something was added to the output. */
    public long quietNanos() throws IOException {
        long millis =
                System.currentTimeMillis() - Files.getLastModifiedTime(spool()).toMillis();
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    public State readState() throws IOException {
        Matcher words = words(state(), STATE);
        if (words == null) return new State(false, 0, 0, null);
        return new State(
                words.group(1).equals("finished"),
                Long.parseLong(words.group(2)),
                Long.parseLong(words.group(3)),
                words.group(4).equals("/") ? null : words.group(4));
    }

    /** Not if it is not known when. */
    public boolean wasFinishedBefore(Instant time) {
        try {
            return readState().finished()
                    && Files.getLastModifiedTime(state()).toInstant().isBefore(time)
                    && Files.getLastModifiedTime(spool()).toInstant().isBefore(time);
        } catch (IOException e) {
            return false;
        }
    }

    public void writeState(State state) throws IOException {
        String line = String.join(
                " ",
                state.finished ? "finished" : "open",
                Long.toString(state.lines),
                Long.toString(state.bytes),
                state.deploymentId == null ? "/" : state.deploymentId,
                ".\n");
        try (var out = Files.newByteChannel(state(), StandardOpenOption.WRITE)) {
            ByteBuffer left = ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII));
            while (left.hasRemaining()) out.write(left);
        }
    }

    /** @param lines and {@code bytes} count only once it is finished */
    public record State(
            boolean finished,
            long lines,
            long bytes,
            @Nullable String deploymentId) {}

    /** Adds bytes to the spool; on a full disk, in the room that was reserved for last words. */
    public void print(byte[] bytes) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        try (var out = Files.newByteChannel(
                spool(), Set.<OpenOption>of(StandardOpenOption.WRITE, StandardOpenOption.APPEND))) {
            try {
                while (left.hasRemaining()) out.write(left);
            } catch (IOException e) {
                if (!Files.deleteIfExists(reserve())) throw e;
                while (left.hasRemaining()) out.write(left);
            }
        }
    }

    private Path reserve() {
        return path.resolve("reserve");
    }

    private Path state() {
        return path.resolve("state");
    }

    /** What a small file says; null if it is blank, has been damaged, or is not there. */
    private static @Nullable Matcher words(Path file, Pattern shape) throws IOException {
        try {
            Matcher words = shape.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
            return words.lookingAt() ? words : null;
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** Removes the directories for temporary files, but for what playbooks have reported and the outputs. */
    public void removeTemporary() throws IOException {
        for (Path kept : List.of(reported(), outputs()))
            if (Files.exists(kept, LinkOption.NOFOLLOW_LINKS))
                Files.move(kept, path.resolve(kept.getFileName()), StandardCopyOption.ATOMIC_MOVE);
        new JobFolder(temporary()).remove();
        SocketFolder.far(this).remove();
        MemoryFolder.far(this).remove();
    }

    public void remove() throws IOException {
        DirectoryDeleter.delete(path);
    }
}
