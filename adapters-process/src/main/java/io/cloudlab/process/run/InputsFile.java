package io.cloudlab.process.run;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cloudlab.process.job.JobFolder;
import io.cloudlab.process.job.MemoryFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The file named by {@value #VARIABLE}: a JSON object with all inputs of a job in their types, secret ones too. */
final class InputsFile {
    static final String VARIABLE = "CLOUDLAB_INPUTS";

    private static final JsonMapper MAPPER = new JsonMapper();

    private InputsFile() {}

    /** Writes a new file that only its owner may read; it goes with the job's temporary files. */
    static Path write(JobFolder folder, Map<String, ? extends @Nullable Object> inputs) throws IOException {
        Path file = MemoryFolder.create(folder).resolve("inputs.json");
        Files.deleteIfExists(file);
        try (OutputStream out = Channels.newOutputStream(Files.newByteChannel(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))))) {
            MAPPER.writeValue(out, inputs);
        }
        return file;
    }
}
