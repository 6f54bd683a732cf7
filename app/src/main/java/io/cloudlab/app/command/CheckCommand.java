package io.cloudlab.app.command;

import io.cloudlab.app.failure.IoErrorText;
import io.cloudlab.app.failure.StartFailure;
import io.cloudlab.process.LabCheck;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code check [LAB]}: prints what the server would not understand of a lab directory. Needs neither server nor data. */
@Command(
        name = "check",
        description = "Prints what the server would not understand of a lab's files; exit code 1 if there is anything.",
        mixinStandardHelpOptions = true)
public final class CheckCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private LocationOptions place = new LocationOptions();

    @Parameters(
            arity = "0..1",
            paramLabel = "LAB",
            description = "The lab directory; that of the settings unless given.")
    private @Nullable Path lab;

    @Override
    public Integer call() {
        if (spec == null) throw new IllegalStateException("not made by the command line");
        PrintWriter out = spec.commandLine().getOut();
        Path directory = lab == null ? place.config().lab() : lab;
        List<String> warnings = warnings(directory);
        warnings.forEach(out::println);
        out.println(
                warnings.isEmpty()
                        ? "In order: " + directory
                        : warnings.size() + (warnings.size() == 1 ? " warning: " : " warnings: ") + directory);
        out.flush();
        return warnings.isEmpty() ? 0 : 1;
    }

    private static List<String> warnings(Path directory) {
        if (!Files.isDirectory(directory)) throw new StartFailure("There is no lab directory " + directory + ".");
        try {
            return LabCheck.warnings(directory);
        } catch (IOException e) {
            throw new StartFailure("The lab directory cannot be read: " + IoErrorText.of(e) + ".", e);
        }
    }
}
