package io.cloudlab.app;

import io.cloudlab.app.command.CheckCommand;
import io.cloudlab.app.command.MigrateCommand;
import io.cloudlab.app.command.ServeOptions;
import io.cloudlab.app.command.UserCommand;
import io.cloudlab.app.command.VaultCommand;
import io.cloudlab.app.doctor.DoctorCommand;
import io.cloudlab.app.failure.StartFailure;
import io.cloudlab.app.server.Server;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command line: {@code serve}, which is also what happens without a command, and the other commands. */
@Command(
        name = "cloudlab",
        description = "Lets a team deploy and run the services of a lab directory.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class)
public final class Main implements Runnable {
    @Mixin
    private ServeOptions options = new ServeOptions();

    private Main() {}

    /** Exit codes: 0 in order, 1 a start that failed, 2 a command line that makes no sense. */
    public static void main(String[] arguments) {
        Utf8Locale.relaunch().ifPresent(System::exit);
        CommandLine line = new CommandLine(new Main());
        line.addSubcommand(new Serve());
        if (!serves(arguments)) {
            line.addSubcommand(new UserCommand());
            line.addSubcommand(new VaultCommand());
            line.addSubcommand(new MigrateCommand());
            line.addSubcommand(new DoctorCommand());
            line.addSubcommand(new CheckCommand());
            line.addSubcommand(new CommandLine.HelpCommand());
        }
        line.setExecutionExceptionHandler((failure, command, result) -> {
            if (!(failure instanceof StartFailure)) throw failure;
            System.err.println("cloudlab: " + failure.getMessage());
            return 1;
        });
        int code = line.execute(arguments);
        if (code != 0 || line.isUsageHelpRequested() || line.isVersionHelpRequested()) System.exit(code);
    }

    /** If so, the other commands need not be known: reading their options takes a tenth of the start. */
    private static boolean serves(String[] arguments) {
        return arguments.length == 0 || arguments[0].equals("serve");
    }

    @Override
    public void run() {
        Server.run(options.config());
    }

    /** Runs the server. */
    @Command(name = "serve", description = "Runs the server.", mixinStandardHelpOptions = true)
    static final class Serve implements Runnable {
        @Mixin
        private ServeOptions options = new ServeOptions();

        @Override
        public void run() {
            Server.run(options.config());
        }
    }

    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"CloudLab Manager " + io.cloudlab.core.Version.current()};
        }
    }
}
