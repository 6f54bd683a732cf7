package io.cloudlab.process.run;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The file through which playbooks are handed variables ({@code -e @file}). Every text in it is marked with
 * {@code __ansible_unsafe}, as Ansible's own JSON encoder marks what must never be taken for a template: a plain one
 * that holds <code>{{ lookup('pipe', …) }}</code> would run as code on this machine.
 */
final class VariablesFile {
    private static final String UNSAFE = "__ansible_unsafe";
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private VariablesFile() {}

    /** Writes a new file that only its owner may read. */
    static void write(Path file, Map<String, ? extends @Nullable Object> variables) throws IOException {
        Files.deleteIfExists(file);
        try (OutputStream out = Channels.newOutputStream(Files.newByteChannel(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))))) {
            Map<String, @Nullable Object> marked = new LinkedHashMap<>();
            variables.forEach((name, value) -> marked.put(name, marked(value)));
            MAPPER.writeValue(out, marked);
        }
    }

    private static @Nullable Object marked(@Nullable Object value) {
        if (value instanceof String text) return Map.of(UNSAFE, text);
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> members = new LinkedHashMap<>();
            map.forEach((key, member) -> members.put(String.valueOf(key), marked(member)));
            return members;
        }
        if (value instanceof Collection<?> items) {
            List<@Nullable Object> all = new ArrayList<>();
            items.forEach(item -> all.add(marked(item)));
            return all;
        }
        return value;
    }
}
