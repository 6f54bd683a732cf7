package io.cloudlab.app.doctor;

import io.cloudlab.app.command.LocationOptions;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code doctor}: looks whether a server would find what it needs, and says how to mend what is missing. */
@Command(
        name = "doctor",
        description = {
            "Looks at directories, database, key, programs, mail, disk, clock and locale, and changes nothing.",
            "Ends with 1 if anything has failed. Also while the server runs."
        },
        mixinStandardHelpOptions = true)
public final class DoctorCommand implements Callable<Integer> {
    @Mixin
    private LocationOptions options = new LocationOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        if (spec == null) throw new IllegalStateException("not made by the command line");
        PrintWriter out = spec.commandLine().getOut();
        List<Finding> findings = new Doctor(options.config()).findings();
        findings.forEach(finding -> out.println(finding.line()));
        out.flush();
        return findings.stream().anyMatch(finding -> finding.state() == Finding.State.FAILED) ? 1 : 0;
    }
}
