package io.cloudlab.app.command;

import io.cloudlab.app.failure.StartFailure;
import io.cloudlab.app.server.Server;
import io.cloudlab.app.settings.AppConfig;
import io.cloudlab.core.CloudLab;
import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Role;
import io.cloudlab.core.access.RoleSummary;
import io.cloudlab.core.identity.Invited;
import io.cloudlab.core.identity.user.NewUser;
import io.cloudlab.core.identity.user.Profile;
import io.cloudlab.core.identity.user.Username;
import io.cloudlab.core.shared.Page;
import io.cloudlab.core.shared.PageRequest;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code user …}: manages accounts while no server runs on the data directory. */
@Command(
        name = "user",
        description = "Looks after accounts while the server is stopped.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
public final class UserCommand {
    @Spec
    private @Nullable CommandSpec spec;

    @Command(name = "list", description = "Lists every account.", mixinStandardHelpOptions = true)
    int list(@Mixin LocationOptions place) {
        return work(existing(place), (lab, out) -> {
            Page<Profile> page;
            int number = 1;
            do {
                page = lab.users().list(me(lab), null, null, new PageRequest(number++, PageRequest.MAX_PER_PAGE));
                page.items().forEach(profile -> out.println(line(profile)));
            } while (page.items().size() == PageRequest.MAX_PER_PAGE);
        });
    }

    @Command(
            name = "create",
            description = "Creates an account and prints the link with which its owner chooses a password.",
            mixinStandardHelpOptions = true)
    int create(
            @Mixin LocationOptions place,
            @Parameters(paramLabel = "NAME", description = "The name to sign in with.") String name,
            @Option(names = "--email", required = true, paramLabel = "ADDRESS", description = "The owner's address.")
                    String email,
            @Option(names = "--display-name", paramLabel = "TEXT", description = "What the owner is called.") @Nullable
                    String displayName,
            @Option(names = "--role", paramLabel = "ROLE", description = "A role to give; may be repeated.") @Nullable
                    List<String> roles) {
        return work(place.config(), (lab, out) -> {
            List<Integer> ids = ids(lab, roles == null ? List.of() : roles);
            Invited invited = lab.invitations().invite(me(lab), new NewUser(name, email, displayName, ids));
            out.println(invited.link());
        });
    }

    @Command(
            name = "reset-password",
            description = "Prints a link with which the account's owner chooses a new password.",
            mixinStandardHelpOptions = true)
    int resetPassword(
            @Mixin LocationOptions place,
            @Parameters(paramLabel = "NAME", description = "Whose password.") String name) {
        return work(existing(place), (lab, out) -> out.println(lab.passwords().resetLink(me(lab), id(lab, name))));
    }

    @Command(
            name = "roles",
            description = "Shows the roles of an account, or makes it hold exactly the given ones.",
            mixinStandardHelpOptions = true)
    int roles(
            @Mixin LocationOptions place,
            @Parameters(index = "0", paramLabel = "NAME", description = "Whose roles.") String name,
            @Parameters(index = "1..*", paramLabel = "ROLE", description = "The roles to hold.") @Nullable
                    List<String> roles) {
        return work(existing(place), (lab, out) -> {
            if (roles != null) lab.users().assignRoles(me(lab), id(lab, name), ids(lab, roles));
            lab.users().find(me(lab), new Username(name)).roles().forEach(role -> out.println(role.name()));
        });
    }

    /** A mistyped directory is no reason to begin a new one. */
    private static AppConfig existing(LocationOptions place) {
        AppConfig config = place.config();
        if (!Files.isDirectory(config.data()))
            throw new StartFailure("There is no data directory " + config.data() + ".");
        return config;
    }

    private int work(AppConfig config, BiConsumer<CloudLab, PrintWriter> work) {
        if (spec == null) throw new IllegalStateException("not made by the command line");
        PrintWriter out = spec.commandLine().getOut();
        Server.offline(config, lab -> work.accept(lab, out));
        out.flush();
        return 0;
    }

    private static Caller me(CloudLab lab) {
        return lab.system("command line");
    }

    private static int id(CloudLab lab, String name) {
        return lab.users().find(me(lab), new Username(name)).user().id();
    }

    private static List<Integer> ids(CloudLab lab, List<String> names) {
        Map<String, Integer> known = lab.roles().list(me(lab)).stream()
                .map(RoleSummary::role)
                .collect(Collectors.toMap(role -> Role.key(role.name()), Role::id));
        return names.stream()
                .map(name -> {
                    Integer id = known.get(Role.key(name));
                    if (id == null)
                        throw new StartFailure("There is no role " + name + "; there are: " + rolesOf(lab) + ".");
                    return id;
                })
                .toList();
    }

    private static String rolesOf(CloudLab lab) {
        return lab.roles().list(me(lab)).stream()
                .map(summary -> summary.role().name())
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private static String line(Profile profile) {
        String roles = profile.roles().stream().map(Role::name).collect(Collectors.joining(", "));
        String email = profile.user().email() == null ? "-" : profile.user().email();
        return String.join(
                "\t",
                String.valueOf(profile.user().id()),
                profile.user().username().value(),
                email,
                profile.user().status().name().toLowerCase(Locale.ROOT),
                roles.isEmpty() ? "-" : roles);
    }
}
