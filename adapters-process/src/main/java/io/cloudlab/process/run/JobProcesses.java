package io.cloudlab.process.run;

import io.cloudlab.process.job.ProcStat;
import io.cloudlab.process.job.WrapperId;
import io.cloudlab.process.log.FileJobLog;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The processes of one job, found by what they cannot all shed: the job's cookie in the environment they were started
 * with, the PID namespace of a process that has it, and the session of the wrapper. SSH masters, which Ansible leaves
 * behind, write a title over their environment; it names their socket. Not thread-safe.
 */
final class JobProcesses {
    /** The variable that holds the job's nonce. */
    static final String COOKIE = "CLOUDLAB_JOB_COOKIE";
    /** The variable that holds it in the copier of the job's output, which belongs to the wrapper. */
    private static final String COPIER = "CLOUDLAB_JOB_COPIER";

    private static final String OWN_NAMESPACE =
            namespace(ProcessHandle.current().pid());
    private static final int ENOUGH_ENVIRONMENT = 4 << 20;

    private static final int ENOUGH_TITLE = 4096;

    private final byte[] cookie;
    private final byte[] copier;
    private final byte @Nullable [] title;
    private final @Nullable WrapperId wrapper;

    /** @param wrapper null if unknown */
    JobProcesses(String nonce, @Nullable WrapperId wrapper) {
        this(nonce, wrapper, null);
    }

    /** @param sockets the directory of the sockets of the job's SSH masters */
    JobProcesses(String nonce, @Nullable WrapperId wrapper, @Nullable Path sockets) {
        this.cookie = (COOKIE + "=" + nonce).getBytes(StandardCharsets.US_ASCII);
        this.copier = (COPIER + "=" + nonce).getBytes(StandardCharsets.US_ASCII);
        this.title = sockets == null ? null : ("ssh: " + sockets + "/").getBytes(StandardCharsets.UTF_8);
        this.wrapper = wrapper;
    }

    /** @param inNamespace whether it lives in a PID namespace of the job's own */
    record Member(ProcStat stat, boolean inNamespace) {
        long pid() {
            return stat.pid();
        }
    }

    /** Those that are there now and not dead, without the wrapper itself and the copier, which ends by itself. */
    List<Member> find() {
        List<ProcStat> all = processes();
        boolean wrapperLives = wrapper != null && wrapper.isAlive();
        Set<Long> members = new HashSet<>();
        Map<String, List<ProcStat>> namespaces = new HashMap<>();
        boolean sessionIsOurs = wrapperLives;
        for (ProcStat process : all) {
            if (!has(cookie, process.pid()) && !hasTitle(process.pid())) continue;
            members.add(process.pid());
            if (wrapper != null && process.session() == wrapper.pid()) sessionIsOurs = true;
            String namespace = namespace(process.pid());
            if (namespace.isEmpty() || namespace.equals(OWN_NAMESPACE)) continue;
            namespaces.computeIfAbsent(namespace, unseen -> new ArrayList<>()).add(process);
        }
        Map<Long, String> namespaceOf = new HashMap<>();
        for (ProcStat process : all) namespaceOf.put(process.pid(), namespace(process.pid()));
        // The number of a namespace that has ended is soon another job's: it counts while one of those who told it
        // lives.
        namespaces.values().removeIf(tellers -> tellers.stream().noneMatch(ProcStat::isStillThere));
        List<Member> found = new ArrayList<>();
        for (ProcStat process : all) {
            boolean inNamespace = namespaces.containsKey(namespaceOf.get(process.pid()));
            boolean inSession = sessionIsOurs && wrapper != null && process.session() == wrapper.pid();
            boolean isWrapper = wrapperLives && wrapper != null && process.pid() == wrapper.pid();
            boolean isMember = members.contains(process.pid());
            if (inSession && !inNamespace && !isMember && has(copier, process.pid())) continue;
            if (!isWrapper && (inNamespace || inSession || isMember)) {
                found.add(new Member(process, inNamespace));
            }
        }
        return found;
    }

    /** Those that copy the output of the job. */
    List<Member> copiers() {
        return processes().stream()
                .filter(process -> has(copier, process.pid()))
                .map(process -> new Member(process, false))
                .toList();
    }

    /** Has the wrapper look at what may have ended without its notice; a signal it handles. */
    void nudge() {
        if (wrapper == null || !wrapper.isAlive() || !handlesTerm(wrapper.pid())) return;
        ProcessHandle.of(wrapper.pid()).ifPresent(ProcessHandle::destroy);
    }

    /** The first process of the job's PID namespace; null if it has none, or not yet. */
    @Nullable
    Member init() {
        for (Member member : find()) {
            if (member.inNamespace() && isFirst(member.pid())) return member;
        }
        return null;
    }

    /** Whether a process has a handler for TERM by now; the first of a namespace ignores signals it has none for. */
    static boolean handlesTerm(long pid) {
        String caught = status(pid, "SigCgt:");
        return caught != null && (Long.parseUnsignedLong(caught, 16) & 1L << 14) != 0;
    }

    static void signal(Member member, boolean kill) {
        if (!member.stat().isStillThere()) return;
        ProcessHandle.of(member.pid()).ifPresent(process -> {
            if (kill) process.destroyForcibly();
            else process.destroy();
        });
    }

    private static boolean isFirst(long pid) {
        String numbers = status(pid, "NSpid:");
        return numbers != null && numbers.endsWith("\t1") && numbers.indexOf('\t') == numbers.lastIndexOf('\t');
    }

    private static @Nullable String status(long pid, String key) {
        try {
            for (String line : Files.readAllLines(file(pid, "status"), StandardCharsets.ISO_8859_1)) {
                if (line.startsWith(key)) return line.substring(key.length()).strip();
            }
            return null;
        } catch (IOException e) {
            return null;
        }
    }

    private static List<ProcStat> processes() {
        List<ProcStat> all = new ArrayList<>();
        long self = ProcessHandle.current().pid();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(ProcStat.PROC, "[1-9]*")) {
            for (Path entry : entries) {
                ProcStat process =
                        ProcStat.of(Long.parseLong(entry.getFileName().toString()));
                if (process != null && !process.isDead() && process.pid() != self) all.add(process);
            }
        } catch (IOException e) {
            throw FileJobLog.unreadable(e);
        }
        return all;
    }

    private static boolean has(byte[] variable, long pid) {
        try (InputStream environment = Files.newInputStream(file(pid, "environ"))) {
            byte[] bytes = environment.readNBytes(ENOUGH_ENVIRONMENT);
            for (int at = 0; at + variable.length <= bytes.length; at++) {
                if (startsAt(bytes, at, variable)) return true;
                while (at < bytes.length && bytes[at] != 0) at++;
            }
            return false;
        } catch (IOException e) {
            return false;
        }
    }

    private boolean hasTitle(long pid) {
        byte[] wanted = title;
        if (wanted == null) return false;
        try (InputStream line = Files.newInputStream(file(pid, "cmdline"))) {
            byte[] bytes = line.readNBytes(ENOUGH_TITLE);
            return bytes.length >= wanted.length && Arrays.equals(bytes, 0, wanted.length, wanted, 0, wanted.length);
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean startsAt(byte[] bytes, int at, byte[] variable) {
        int end = at + variable.length;
        return Arrays.equals(bytes, at, end, variable, 0, variable.length) && (end == bytes.length || bytes[end] == 0);
    }

    /** Empty if it may not be seen. */
    private static String namespace(long pid) {
        try {
            return Files.readSymbolicLink(file(pid, "ns/pid")).toString();
        } catch (IOException e) {
            return "";
        }
    }

    private static Path file(long pid, String name) {
        return ProcStat.PROC.resolve(pid + "/" + name);
    }
}
