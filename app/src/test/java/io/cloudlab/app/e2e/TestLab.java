package io.cloudlab.app.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A lab directory made for one test. */
public record TestLab(Path path) {
    public static TestLab in(Path directory) throws IOException {
        Files.createDirectories(directory.resolve("services"));
        return new TestLab(directory);
    }

    /** Adds a service whose deploy.sh has this body. */
    public TestLab service(String name, String body) throws IOException {
        return file(name, "deploy.sh", "#!/usr/bin/env bash\n" + body + "\n");
    }

    public TestLab file(String service, String file, String content) throws IOException {
        Path target = path.resolve("services").resolve(service).resolve(file);
        Files.createDirectories(target.getParent());
        Files.writeString(target, content);
        return this;
    }
}
