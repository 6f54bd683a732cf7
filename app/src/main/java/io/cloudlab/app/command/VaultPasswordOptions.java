package io.cloudlab.app.command;

import io.cloudlab.app.failure.IoErrorText;
import io.cloudlab.app.failure.StartFailure;
import io.cloudlab.app.server.Server;
import io.cloudlab.app.settings.AppConfig;
import io.cloudlab.core.shared.InvalidInput;
import io.cloudlab.core.vault.Vault;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a command takes the vault password from: a file, the terminal, or the system while its server is stopped. */
final class VaultPasswordOptions extends LocationOptions {
    @Option(names = "--password-file", paramLabel = "FILE", description = "Holds the vault password.")
    private @Nullable Path file;

    @Option(names = "--ask", description = "Asks for the vault password, rather than taking the stored one.")
    private boolean ask;

    /** As {@link #password}, for something that is encrypted with it for the first time. */
    char[] newPassword() {
        return checked(password());
    }

    /**
     * One that opens what is there already, which may be shorter than would be taken today.
     *
     * @throws StartFailure if there is none
     */
    char[] password() {
        if (file != null) return given(read(file));
        if (ask) return given(ask("Vault password: ", false));
        AppConfig config = config();
        if (config.database().isEmpty() && !Files.isDirectory(config.data()))
            throw new StartFailure("There is no data directory " + config.data() + " with a stored vault password.");
        AtomicReference<char @Nullable []> stored = new AtomicReference<>();
        Server.offline(
                config, lab -> lab.vault().password().map(String::toCharArray).ifPresent(stored::set));
        char[] password = stored.get();
        if (password == null)
            throw new StartFailure("No vault password is stored: name one with --password-file, or --ask.");
        return password;
    }

    /** What a file holds, without the white space around it, as Ansible reads it; a program Ansible would run instead. */
    static char[] read(Path file) {
        if (Files.isRegularFile(file) && Files.isExecutable(file))
            throw new StartFailure(file + ": it is executable, and Ansible would run it for the password;"
                    + " name a file that holds the password.");
        try {
            return Files.readString(file).strip().toCharArray();
        } catch (IOException e) {
            throw new StartFailure(file + ": " + IoErrorText.of(e) + ".", e);
        }
    }

    static char[] ask(String prompt, boolean twice) {
        Console console = System.console();
        if (console == null) throw new StartFailure("There is no terminal to ask for a password on; name a file.");
        char[] password = console.readPassword("%s", prompt);
        if (password == null) throw new StartFailure("No password was given.");
        if (twice && !Arrays.equals(password, console.readPassword("%s", "Once more: ")))
            throw new StartFailure("The two passwords differ.");
        return password;
    }

    private static char[] given(char[] password) {
        return password.length == 0 ? checked(password) : password;
    }

    static char[] checked(char[] password) {
        try {
            Vault.checkPassword("The vault password", password);
            return password;
        } catch (InvalidInput e) {
            throw new StartFailure(e.detail(), e);
        }
    }
}
