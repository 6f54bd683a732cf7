package io.cloudlab.app.command;

import io.cloudlab.app.directory.DataDirectory;
import io.cloudlab.app.failure.StartFailure;
import io.cloudlab.app.server.ConfiguredDatabase;
import io.cloudlab.app.settings.AppConfig;
import io.cloudlab.app.settings.Setting;
import io.cloudlab.core.shared.CloudLabException;
import io.cloudlab.persistence.DatabaseMove;
import io.cloudlab.process.ServerFile;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code migrate}: moves the embedded database of a data directory to PostgreSQL, while the server is stopped. */
@Command(
        name = "migrate",
        description = {
            "Moves the embedded database of the data directory into an empty PostgreSQL, while the server is stopped.",
            "CLOUDLAB_DATABASE_USER and CLOUDLAB_DATABASE_PASSWORD tell as whom. Cut off, run it again."
        },
        mixinStandardHelpOptions = true)
public final class MigrateCommand implements Runnable {
    /** The flags that say what is moved, and where to. */
    static final class MoveOptions extends LocationOptions {
        @Option(
                names = "--to",
                required = true,
                paramLabel = "URL",
                description = "Where to, such as jdbc:postgresql://127.0.0.1/cloudlab.")
        private @Nullable String to;

        @Override
        void addTo(Map<Setting, String> flags) {
            put(flags, Setting.DATABASE_URL, to);
        }
    }

    @Mixin
    private MoveOptions options = new MoveOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        if (spec == null) throw new IllegalStateException("not made by the command line");
        AppConfig config = options.config();
        if (!Files.isRegularFile(config.data().resolve("cloudlab.mv.db")))
            throw new StartFailure("There is no embedded database in " + config.data() + ".");
        PrintWriter out = spec.commandLine().getOut();
        try (DataDirectory data = DataDirectory.open(config.data())) {
            AppConfig.Database target = config.database().orElseThrow();
            long begin = System.nanoTime();
            long[] rows = {0};
            new DatabaseMove(data.path())
                    .run(
                            target.url(),
                            target.user(),
                            target.password().toCharArray(),
                            ServerFile.in(data.path().resolve("server-id")).id().value(),
                            step -> {
                                rows[0] += step.rows();
                                out.println(step.table() + ": " + step.rows() + " rows, the same in both databases");
                                out.flush();
                            });
            out.println("Moved " + rows[0] + " rows in " + (System.nanoTime() - begin) / 1_000_000_000 + " s. Start the"
                    + " server with " + Setting.DATABASE_URL.variable() + "=" + ConfiguredDatabase.place(target.url())
                    + "; cloudlab.mv.db stays as it was.");
            out.flush();
        } catch (CloudLabException e) {
            throw new StartFailure(e.detail(), e);
        }
    }
}
