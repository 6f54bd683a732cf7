package io.cloudlab.app.e2e.durability;

import io.cloudlab.app.e2e.TestLab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The lab of the durability program, and the file in which every run of a script leaves the id of its job. */
record DurabilityLab(Path directory, Path runs) {
    static DurabilityLab write(Path parent) throws IOException {
        Path runs = Files.createFile(parent.resolve("runs"));
        TestLab lab = TestLab.in(parent.resolve("lab"));
        for (DurabilityTask task : DurabilityTask.ALL) {
            if (task.script() == null) {
                lab.service(task.service(), task.text(runs.toString()));
            } else {
                lab.service(task.service(), "exit 1")
                        .file(task.service(), task.script() + ".sh", task.text(runs.toString()))
                        .file(task.service(), "scripts.yaml", scripts(task.script()));
            }
        }
        return new DurabilityLab(lab.path(), runs);
    }

    private static String scripts(String name) {
        return """
                scripts:
                  - name: %1$s
                    script: %1$s.sh
                    concurrency: parallel
                """.formatted(name);
    }

    /** The id of one job for every run of a script. */
    List<String> ran() throws IOException {
        return Files.readAllLines(runs);
    }
}
