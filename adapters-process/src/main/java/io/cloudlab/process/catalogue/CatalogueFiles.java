package io.cloudlab.process.catalogue;

import static io.cloudlab.process.catalogue.CatalogueSnapshot.SERVICES;

import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.services.input.InputOptions;
import io.cloudlab.core.shared.Refused;
import io.cloudlab.core.shared.Unavailable;
import io.cloudlab.process.directory.SecureDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the names of files that a pattern stands for. Links are none, nor are hidden files unless the pattern begins with a dot. */
final class CatalogueFiles {
    private final Path root;

    CatalogueFiles(Path root) {
        this.root = root;
    }

    /** See {@link io.cloudlab.core.services.CatalogueSource#files}. */
    InputOptions of(@Nullable ServiceName service, String glob) {
        CataloguePath path = CataloguePath.parse(glob)
                .orElseThrow(
                        () -> new Refused("bad-options", "A pattern must be a path outside of inputs and outputs."));
        int last = path.segments().size() - 1;
        List<String> folder = path.segments().subList(0, last);
        String name = path.segments().get(last);
        try {
            List<String> own = service == null ? List.of() : List.of(SERVICES, service.value());
            Optional<List<String>> names =
                    service == null ? Optional.empty() : names(Stream.concat(own.stream(), folder.stream()), name);
            if (names.isEmpty() && CataloguePath.parsePlaybook(glob).isPresent()) names = names(folder.stream(), name);
            return InputOptions.of(names.orElse(List.of()));
        } catch (IOException e) {
            throw new Unavailable("unreadable-lab", "The lab directory cannot be read now.", e);
        }
    }

    /** Nothing if there is no such directory. */
    private Optional<List<String>> names(Stream<String> folder, String glob) throws IOException {
        Optional<SecureDirectory> directory = SecureDirectory.open(root, folder.toList());
        if (directory.isEmpty()) return Optional.empty();
        Pattern pattern = pattern(glob);
        List<String> found = new ArrayList<>();
        try (SecureDirectory open = directory.get()) {
            for (String name : open.names()) {
                if (name.startsWith(".") && !glob.startsWith(".")
                        || !pattern.matcher(name).matches()) continue;
                Optional<PosixFileAttributes> what = open.attributes(name);
                if (what.isPresent()
                        && (what.get().isRegularFile() || what.get().isDirectory())) found.add(name);
            }
        }
        return Optional.of(found);
    }

    /** What stands before the last star is matched where it is found first, so that no pattern takes long. */
    private static Pattern pattern(String glob) {
        String[] parts = glob.split("\\*+", -1);
        StringBuilder regex = new StringBuilder(literal(parts[0]));
        for (int each = 1; each < parts.length - 1; each++)
            regex.append("(?>.*?").append(literal(parts[each])).append(')');
        if (parts.length > 1) regex.append(".*").append(literal(parts[parts.length - 1]));
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    private static String literal(String part) {
        return part.codePoints()
                .mapToObj(each -> each == '?' ? "." : Pattern.quote(Character.toString(each)))
                .collect(Collectors.joining());
    }
}
