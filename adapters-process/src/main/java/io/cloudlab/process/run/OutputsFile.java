package io.cloudlab.process.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The outputs of a job: lines {@code name=value} that its processes have appended to the file named by {@value #VARIABLE}. Of
 * two lines for one name the later counts. Other lines are passed over, and so is everything after {@value #MAX_BYTES}
 * bytes or {@value #MAX_NAMES} names.
 */
final class OutputsFile {
    static final String VARIABLE = "CLOUDLAB_OUTPUTS";
    static final int MAX_BYTES = 64 * 1024;
    static final int MAX_NAMES = 100;

    private static final Pattern LINE = Pattern.compile("([A-Za-z_][A-Za-z0-9_.-]{0,99})=([^\\x00]*)");

    private OutputsFile() {}

    /** Nothing if there is no such file, or something else in its place. */
    static Map<String, String> read(Path file) throws IOException {
        Map<String, String> outputs = new LinkedHashMap<>();
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) return outputs;
        byte[] bytes;
        try (InputStream in = Channels.newInputStream(
                Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)))) {
            bytes = in.readNBytes(MAX_BYTES + 1);
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        boolean whole = bytes.length <= MAX_BYTES;
        text.substring(0, whole ? text.length() : text.lastIndexOf('\n') + 1)
                .lines()
                .forEach(line -> {
                    Matcher output = LINE.matcher(line);
                    if (!output.matches()) return;
                    if (outputs.size() < MAX_NAMES || outputs.containsKey(output.group(1)))
                        outputs.put(output.group(1), output.group(2));
                });
        return outputs;
    }
}
