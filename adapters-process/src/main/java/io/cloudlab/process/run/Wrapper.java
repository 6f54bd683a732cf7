package io.cloudlab.process.run;

import io.cloudlab.core.jobs.LaunchFailed;
import io.cloudlab.core.jobs.job.JobRunner.Launch;
import io.cloudlab.process.job.JobFolder;
import io.cloudlab.process.job.ProcStat;
import io.cloudlab.process.job.WrapperId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Starts jobs under {@code wrapper.sh}, which outlives this program. */
public final class Wrapper {
    private static final Pattern REASON = Pattern.compile("error(?:=\\d+, |: \\d+ \\()([^()]+)");
    private static final Pattern NONCE = Pattern.compile("[A-Za-z0-9_-]{8,64}");
    private static final List<String> NEEDED =
            List.of("setsid", "flock", "sh", "env", "dd", "sleep", "stat", "tail", "fallocate", "sync", "touch");
    private static final String VAULT_PASSWORD = "vault-password.sh";
    /** Lets the job print on when its copier wakes up: without it, two processes take turns at every line of output. */
    private static final List<String> BATCH = List.of("chrt", "--batch", "0");
    /** The exit code of flock(1) if another process has the lock. */
    private static final int HELD = 75;

    private final Path scripts;
    private final String path;
    private final OutputLimits output;
    private final Map<String, String> ownEnvironment;
    private final CompletableFuture<String> copier;

    /**
     * Puts the scripts where they can be run; those that run now keep the ones they have.
     *
     * @param path the {@code PATH} on which the wrapper's programs are looked for
     */
    public Wrapper(Path scripts, String path, OutputLimits output, Executor workers) throws IOException {
        this.scripts = scripts;
        this.path = path;
        this.output = output;
        this.ownEnvironment = Map.of("PATH", path, "LC_ALL", "C.UTF-8");
        Files.createDirectories(
                scripts, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        install("wrapper.sh", "r--------");
        install("commands.sh", "r--------");
        install(VAULT_PASSWORD, "r-x------");
        this.copier = CompletableFuture.supplyAsync(this::copier, workers);
    }

    /** What the copier of a job's output is started with; not every host permits it. */
    private String copier() {
        List<String> attempt = new ArrayList<>(BATCH);
        attempt.add("true");
        try {
            return ProcessStarter.run(attempt, ownEnvironment, Path.of("/")) == 0 ? String.join(" ", BATCH) : "";
        } catch (IOException e) { // it is not installed
            return "";
        }
    }

    /** A program that prints the vault password of the job it runs in. */
    public Path vaultPassword() {
        return scripts.resolve(VAULT_PASSWORD);
    }

    public Map<String, String> ownEnvironment() {
        return ownEnvironment;
    }

    /**
     * @param onExit called when the wrapper has ended, unless this program ends earlier
     * @throws LaunchFailed if no process was started
     */
    void start(
            Launch launch,
            JobFolder folder,
            ProcessIsolation containing,
            Path directory,
            Map<String, String> environment,
            IntConsumer onExit) {
        check(launch);
        List<String> line = new ArrayList<>(List.of(
                "setsid",
                "flock",
                "--no-fork",
                folder.lock().toString(),
                "sh",
                scripts.resolve("wrapper.sh").toString(),
                folder.path().toString(),
                launch.nonce(),
                ProcStat.bootId(),
                containing.hasNamespace() ? WrapperId.IN_NAMESPACE : WrapperId.IN_SESSION,
                Long.toString(output.quota()),
                Long.toString(output.kept()),
                Long.toString(output.quiet().toMillis()),
                Long.toString(output.longest().toMillis()),
                copier.join()));
        line.addAll(containing.words());
        line.addAll(List.of("sh", scripts.resolve("commands.sh").toString()));
        byte[] text = LaunchText.of(launch, environment, folder.variables().toString());
        Map<String, String> marks = new HashMap<>(ownEnvironment);
        marks.put("CLOUDLAB_JOB_ID", launch.id().value());
        marks.put(JobProcesses.COOKIE, launch.nonce());
        try {
            line.add(containing.mounts(folder));
            line.addAll(containing.prefix());
            ProcessStarter.start(line, marks, directory, text, onExit);
        } catch (IOException e) {
            throw new LaunchFailed("The system cannot start the command: " + reason(e) + ".", e);
        }
    }

    /**
     * Makes sure that no wrapper begins in this directory any more.
     *
     * @return false if one is there that may have begun
     */
    boolean preventStart(JobFolder folder) throws IOException {
        int code = ProcessStarter.run(
                List.of(
                        "flock",
                        "--nonblock",
                        "--conflict-exit-code",
                        Integer.toString(HELD),
                        folder.lock().toString(),
                        "touch",
                        folder.tombstone().toString()),
                ownEnvironment,
                folder.path());
        if (code != 0 && code != HELD) throw new IOException("flock ended with " + code);
        return code == 0 && folder.wrapper().isEmpty();
    }

    private void check(Launch launch) {
        if (!NONCE.matcher(launch.nonce()).matches()) throw new LaunchFailed("The job's nonce has another shape.");
        if (launch.commands().isEmpty()) throw new LaunchFailed("There is no command to run.");
        for (List<String> command : launch.commands()) {
            if (command.isEmpty() || command.get(0).isEmpty() || command.get(0).indexOf('=') >= 0)
                throw new LaunchFailed("A command must begin with the name of a program.");
            if (command.stream().anyMatch(word -> word.indexOf('\0') >= 0))
                throw new LaunchFailed("A word of the command holds a NUL character.");
        }
        for (String program : NEEDED) {
            if (!isInstalled(program)) throw new LaunchFailed("The program " + program + " is not installed.");
        }
    }

    private boolean isInstalled(String program) {
        for (String directory : path.split(":")) {
            if (Files.isExecutable(Path.of(directory, program))) return true;
        }
        return false;
    }

    /** A script that is there already is left alone: a full disk cannot prevent a start of the server. */
    private void install(String name, String permissions) throws IOException {
        byte[] text;
        try (InputStream script = Wrapper.class.getResourceAsStream(name)) {
            if (script == null) throw new IOException(name + " is missing from this program");
            text = script.readAllBytes();
        }
        Path place = scripts.resolve(name);
        Set<PosixFilePermission> allowed = PosixFilePermissions.fromString(permissions);
        if (isThere(place, text, allowed)) return;
        Path draft = scripts.resolve("." + name + ".new");
        Files.deleteIfExists(draft);
        Files.write(draft, text);
        Files.setPosixFilePermissions(draft, allowed);
        Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE);
    }

    private static boolean isThere(Path place, byte[] text, Set<PosixFilePermission> allowed) throws IOException {
        return Files.isRegularFile(place, LinkOption.NOFOLLOW_LINKS)
                && Files.getPosixFilePermissions(place).equals(allowed)
                && Arrays.equals(Files.readAllBytes(place), text);
    }

    /** What the system said, without the names of files around it; newer JDKs word it in another way. */
    private static String reason(IOException refused) {
        Matcher said = REASON.matcher(String.valueOf(refused.getMessage()));
        return said.find() ? said.group(1) : "it gave no reason";
    }
}
