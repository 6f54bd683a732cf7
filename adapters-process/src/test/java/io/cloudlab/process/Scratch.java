package io.cloudlab.process;

import io.cloudlab.core.jobs.*;
import io.cloudlab.core.vault.Redactor;
import java.nio.file.*;
import java.util.*;
import java.util.concurrent.*;

final class Scratch {
    public static void main(String[] args) throws Exception {
        Path root = Files.createTempDirectory("scratch");
        try (JobsOnDisk here = new JobsOnDisk(root, JobOptions.DEFAULT)) {
            if (args[0].equals("latency")) latency(here);
            else throughput(here, root);
        }
        new JobFolder(root).remove();
    }

    static void latency(JobsOnDisk here) throws Exception {
        List<Double> bare = new ArrayList<>(), job = new ArrayList<>(), weak = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            long t = System.nanoTime();
            Process p = new ProcessBuilder("bash", "-c", "echo hi").start();
            p.getInputStream().read();
            bare.add((System.nanoTime() - t) / 1e6);
            p.waitFor();
            Semaphore s = new Semaphore(0);
            var run = here.accept();
            JobLog.Cursor c = here.log().follow(run.id, 0, Redactor.NONE, s::release);
            t = System.nanoTime();
            here.start(run, List.of(List.of("bash", "-c", "echo hi")), Map.of());
            int lines = 0;
            while (lines < 2) {
                LogChunk k = c.next(65536);
                lines += k.count();
                if (k.isEmpty()) s.acquire();
            }
            job.add((System.nanoTime() - t) / 1e6);
            run.end();
            weak.add((System.nanoTime() - t) / 1e6);
            c.close();
        }
        for (var l : List.of(bare, job, weak)) {
            Collections.sort(l.subList(100, 300));
            System.out.printf("median %.2f p95 %.2f%n", l.get(200), l.get(290));
        }
    }

    static void throughput(JobsOnDisk here, Path root) throws Exception {
        var run = here.accept();
        byte[] line = ("x".repeat(99) + "\n").getBytes();
        byte[] block = new byte[line.length * 10000];
        for (int i = 0; i < 10000; i++) System.arraycopy(line, 0, block, i * line.length, line.length);
        try (var out = Files.newOutputStream(here.folder(run).spool(), StandardOpenOption.APPEND)) {
            for (int i = 0; i < 1000; i++) out.write(block);
        }
        byte[] buffer = new byte[256 * 1024];
        for (int round = 0; round < 4; round++) {
            Files.write(here.folder(run).index(), new byte[0]);
            Spool spool = new Spool(here.folder(run));
            long t = System.nanoTime();
            while (spool.catchUp(buffer, 1 << 20) > 0) {}
            System.out.printf("index %.0f MB/s%n", 1e9 / ((System.nanoTime() - t) / 1e9) / 1e6);
            spool.close();
        }
        for (int viewers : new int[] {1, 2, 50}) {
            for (int round = 0; round < 3; round++) {
                List<JobLog.Cursor> cs = new ArrayList<>();
                for (int i = 0; i < viewers; i++) cs.add(here.log().follow(run.id, 0, Redactor.NONE, () -> {}));
                here.log().state(run.id);
                long t = System.nanoTime();
                long bytes = 0;
                boolean more = true;
                while (more) {
                    more = false;
                    for (var c : cs) {
                        LogChunk k = c.next(65536);
                        for (int i = 0; i < k.bounds().length; i += 2) bytes += k.bounds()[i + 1] - k.bounds()[i] + 1;
                        more |= !k.isEmpty();
                    }
                }
                System.out.printf("%d viewers %.0f MB/s%n", viewers, bytes / ((System.nanoTime() - t) / 1e9) / 1e6);
                cs.forEach(JobLog.Cursor::close);
            }
        }
        long t = System.nanoTime();
        long n = 0;
        while (n >= 0) {
            var f = here.log().search(run.id, "needle", n, 10, Redactor.NONE);
            n = f.next();
        }
        System.out.printf("search %.0f MB/s%n", 1e9 / ((System.nanoTime() - t) / 1e9) / 1e6);
        Redactor r = Redactor.of(List.of("a-secret-password", "another-secret"));
        t = System.nanoTime();
        try (var in = here.log().raw(run.id, r)) {
            System.out.println(in.transferTo(java.io.OutputStream.nullOutputStream()));
        }
        System.out.printf("raw masked %.0f MB/s%n", 1e9 / ((System.nanoTime() - t) / 1e9) / 1e6);
        t = System.nanoTime();
        System.out.println(here.log().finish(run.id, List.of("end")));
        System.out.printf("finish %.1f ms%n", (System.nanoTime() - t) / 1e6);
    }
}
