package io.cloudlab.process.catalogue;

import io.cloudlab.process.directory.SecureDirectory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds the scripts that bring an interpreter of their own. Those for a shell are run by bash, executable or not. */
final class Interpreter {
    private static final int MAX_LINE_LENGTH = 256;
    private static final Set<PosixFilePermission> EXECUTION = Set.of(
            PosixFilePermission.OWNER_EXECUTE, PosixFilePermission.GROUP_EXECUTE, PosixFilePermission.OTHERS_EXECUTE);
    private static final Pattern FIRST_LINE = Pattern.compile("#![ \\t]*/\\S.*");
    private static final Pattern SHELL =
            Pattern.compile("#![ \\t]*(?:\\S*/)?(?:env[ \\t]+(?:-S[ \\t]*)?(?:\\S*/)?)?(?:ba)?sh(?:\\s.*)?");

    private Interpreter() {}

    /** Whether the file may be executed and its first line names an interpreter that is no bash or sh. */
    static boolean isOwn(SecureDirectory directory, String name, PosixFileAttributes attributes) throws IOException {
        if (attributes.permissions().stream().noneMatch(EXECUTION::contains)) return false;
        try (FileChannel file = directory.open(name)) {
            ByteBuffer start = ByteBuffer.allocate(MAX_LINE_LENGTH);
            while (start.hasRemaining() && file.read(start) > 0) continue;
            String text = new String(start.array(), 0, start.position(), StandardCharsets.ISO_8859_1);
            String line = text.split("\n", 2)[0];
            return FIRST_LINE.matcher(line).matches() && !SHELL.matcher(line).matches();
        } catch (AccessDeniedException e) {
            return false;
        }
    }
}
