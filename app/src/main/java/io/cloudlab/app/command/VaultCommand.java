package io.cloudlab.app.command;

import io.cloudlab.app.directory.ReplacedFile;
import io.cloudlab.app.failure.IoErrorText;
import io.cloudlab.app.failure.StartFailure;
import io.cloudlab.core.shared.Refused;
import io.cloudlab.core.vault.AnsibleVault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vault …}: files in the format of Ansible Vault, without Ansible. */
@Command(
        name = "vault",
        description = "Encrypts and decrypts files in the format of Ansible Vault.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
public final class VaultCommand {
    private static final String FILES = "The files; each is replaced as a whole or not at all.";

    @Command(name = "encrypt", description = "Encrypts files.", mixinStandardHelpOptions = true)
    int encrypt(
            @Mixin VaultPasswordOptions source,
            @Option(names = "--label", paramLabel = "LABEL", description = "A vault id to note in the header.")
                    @Nullable
                    String label,
            @Parameters(arity = "1..*", paramLabel = "FILE", description = FILES) List<Path> files) {
        AnsibleVault vault = new AnsibleVault(source.newPassword());
        return replace(files, content -> {
            if (AnsibleVault.isEncrypted(content)) throw new Refused("encrypted", "It is encrypted already.");
            return vault.encrypt(content, label);
        });
    }

    @Command(name = "decrypt", description = "Decrypts files for good.", mixinStandardHelpOptions = true)
    int decrypt(
            @Mixin VaultPasswordOptions source,
            @Parameters(arity = "1..*", paramLabel = "FILE", description = FILES) List<Path> files) {
        return replace(files, new AnsibleVault(source.password())::decrypt);
    }

    @Command(name = "view", description = "Prints what a file holds.", mixinStandardHelpOptions = true)
    int view(
            @Mixin VaultPasswordOptions source,
            @Parameters(paramLabel = "FILE", description = "The file; it stays as it is.") Path file) {
        byte[] plain = convert(file, new AnsibleVault(source.password())::decrypt);
        try {
            System.out.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        System.out.flush();
        return 0;
    }

    @Command(
            name = "rekey",
            description = "Encrypts files anew, with another password.",
            mixinStandardHelpOptions = true)
    int rekey(
            @Mixin VaultPasswordOptions source,
            @Option(
                            names = "--new-password-file",
                            paramLabel = "FILE",
                            description = "Holds the new password; without it, it is asked for.")
                    @Nullable
                    Path newPassword,
            @Parameters(arity = "1..*", paramLabel = "FILE", description = FILES) List<Path> files) {
        AnsibleVault from = new AnsibleVault(source.password());
        AnsibleVault to = new AnsibleVault(VaultPasswordOptions.checked(
                newPassword == null
                        ? VaultPasswordOptions.ask("New vault password: ", true)
                        : VaultPasswordOptions.read(newPassword)));
        return replace(files, content -> to.reencrypt(from.decrypt(content), content));
    }

    /** No file is replaced before the new content of every one stands beside it. */
    private static int replace(List<Path> given, UnaryOperator<byte[]> conversion) {
        List<Path> files = given.stream().distinct().toList();
        List<byte[]> converted =
                files.stream().map(file -> convert(file, conversion)).toList();
        List<ReplacedFile> drafts = new ArrayList<>();
        Path at = files.get(0);
        try {
            for (Path file : files) {
                at = file;
                drafts.add(ReplacedFile.draft(file, converted.get(drafts.size())));
            }
            for (int each = 0; each < drafts.size(); each++) {
                at = files.get(each);
                drafts.get(each).putInPlace();
            }
            return 0;
        } catch (IOException e) {
            throw failure(at, e);
        } finally {
            drafts.forEach(ReplacedFile::close);
        }
    }

    private static byte[] convert(Path file, UnaryOperator<byte[]> conversion) {
        try {
            return conversion.apply(Files.readAllBytes(file));
        } catch (Refused e) {
            throw new StartFailure(file + ": " + e.detail(), e);
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    private static StartFailure failure(Path file, IOException failed) {
        return new StartFailure(file + ": " + IoErrorText.of(failed) + ".", failed);
    }
}
