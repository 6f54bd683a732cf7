package io.cloudlab.process.catalogue;

import io.cloudlab.core.services.ServiceDefinition;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.process.directory.FileStamp;
import io.cloudlab.process.directory.SecureDirectory;
import io.cloudlab.process.yaml.YamlProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one name below {@code services/} turned out to be, with the stamps that say whether that still holds.
 *
 * @param service null for what is no service
 * @param warnings why it is none, although it seems to be meant as one; each one sentence
 * @param settled whether every later change will show in the stamps
 */
public record CatalogueEntry(
        Optional<FileStamp> directory,
        Optional<FileStamp> declaration,
        @Nullable ServiceDefinition service,
        List<String> warnings,
        boolean settled) {
    static final String START = "deploy.sh";
    public static final String INSTANCE = "instance.yaml";
    private static final List<String> CONFIGS = List.of("config.yaml", INSTANCE, "outputs.yaml", CatalogueScripts.FILE);

    /** Names that the API's own paths use. */
    private static final Set<String> TAKEN = Set.of("active-deployments", "actions", "outputs");

    /** Reads the entry of that name, or returns {@code known} if it still holds. */
    static CatalogueEntry read(SecureDirectory services, String name, @Nullable CatalogueEntry known, Instant now)
            throws IOException {
        var attributes = services.attributes(name);
        Optional<FileStamp> directory = FileStamp.of(attributes);
        if (attributes.isEmpty() || !attributes.get().isDirectory()) {
            boolean link = attributes.isPresent() && attributes.get().isSymbolicLink();
            return nothing(directory, link ? List.of(shown(name) + " is skipped: it is a link.") : List.of(), true);
        }
        try (SecureDirectory tree = services.directory(name)) {
            Optional<FileStamp> declaration = FileStamp.of(tree.attributes(CatalogueScripts.FILE));
            if (known != null && known.holds(directory, declaration)) return known;
            boolean settled = directory.stream().allMatch(stamp -> stamp.isSettled(now))
                    && declaration.stream().allMatch(stamp -> stamp.isSettled(now));
            var start = tree.attributes(START);
            if (start.isEmpty()) return nothing(directory, List.of(), settled);
            String refusal = refusal(name, start.get().isRegularFile());
            if (refusal != null) return nothing(directory, List.of(shown(name) + refusal), settled);
            return service(tree, name, directory, declaration, settled);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (AccessDeniedException e) {
            return nothing(directory, List.of(shown(name) + " may not be read by the server."), false);
        }
    }

    private boolean holds(Optional<FileStamp> directoryNow, Optional<FileStamp> declarationNow) {
        return settled && directory.equals(directoryNow) && declaration.equals(declarationNow);
    }

    private static @Nullable String refusal(String name, boolean startIsFile) {
        if (!ServiceName.isLegal(name)) {
            return " is skipped: a service's name starts with a letter or digit and holds only letters, digits, dots, dashes and underscores.";
        }
        if (TAKEN.contains(name)) return " is skipped: the API uses this name itself.";
        return startIsFile ? null : " is skipped: its deploy.sh is not a regular file.";
    }

    private static String shown(String name) {
        String printable = name.replaceAll("\\p{Cntrl}", "?");
        return "services/" + printable.substring(0, Math.min(100, printable.length()));
    }

    private static CatalogueEntry nothing(Optional<FileStamp> directory, List<String> warnings, boolean settled) {
        return new CatalogueEntry(directory, Optional.empty(), null, warnings, settled);
    }

    private static CatalogueEntry service(
            SecureDirectory tree,
            String name,
            Optional<FileStamp> directory,
            Optional<FileStamp> declaration,
            boolean settled)
            throws IOException {
        List<String> configs = new ArrayList<>();
        for (String config : CONFIGS) if (tree.isFile(config)) configs.add(config);
        List<String> warnings = new ArrayList<>();
        CatalogueScripts.Declared declared = CatalogueScripts.Declared.NONE;
        boolean wasRead = true;
        MissingFiles missing = new MissingFiles(); // they may come where no stamp shows it
        try {
            Optional<byte[]> yaml = tree.read(CatalogueScripts.FILE);
            if (yaml.isPresent()) declared = CatalogueScripts.read(yaml.get(), missing.lookup(tree), warnings);
        } catch (YamlProblem e) {
            warnings.add(e.sentence(CatalogueScripts.FILE));
            wasRead = false;
        }
        ServiceDefinition service = new ServiceDefinition(
                new ServiceName(name),
                configs.contains(INSTANCE),
                configs,
                declared.scripts(),
                declared.environment(),
                declared.secrets(),
                warnings);
        return new CatalogueEntry(directory, declaration, service, List.of(), settled && wasRead && !missing.any());
    }
}
