package io.cloudlab.process.catalogue;

import io.cloudlab.core.services.file.ServiceFile;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The path of a script inside its service directory, free of anything that could lead out of it, into the data a
 * service exchanges, to a file that the API can write, or be taken for an option of the shell that runs it.
 */
public record CataloguePath(List<String> segments) {
    private static final int MAX_LENGTH = 1000;
    private static final Set<String> DATA = Set.of("inputs", "outputs");

    /** Nothing if the path is not one that a script of a service may have. */
    public static Optional<CataloguePath> parse(String path) {
        return plain(path).filter(parsed -> !isExchanged(parsed.segments()));
    }

    /** Nothing if the path, from the lab directory, is not one that a playbook may have. */
    public static Optional<CataloguePath> parsePlaybook(String path) {
        return plain(path).filter(parsed -> {
            List<String> segments = parsed.segments();
            boolean ofService = segments.size() > 2 && segments.get(0).equals(CatalogueSnapshot.SERVICES);
            return !DATA.contains(segments.get(0)) && !(ofService && isExchanged(segments.subList(2, segments.size())));
        });
    }

    /** Whether the API can write the file: editing such a file must not decide what runs. */
    private static boolean isExchanged(List<String> inService) {
        String first = inService.get(0);
        return DATA.contains(first)
                || inService.size() == 1
                        && (ServiceFile.CONFIGS.contains(first) || first.startsWith(ServiceFile.UNFINISHED));
    }

    private static Optional<CataloguePath> plain(String path) {
        if (path.isEmpty() || path.length() > MAX_LENGTH || path.startsWith("/") || path.endsWith("/")) {
            return Optional.empty();
        }
        if (path.chars().anyMatch(c -> c == '\\' || Character.isISOControl(c))) return Optional.empty();
        List<String> segments = new ArrayList<>();
        for (String segment : path.split("/")) {
            if (segment.equals("..")) return Optional.empty();
            if (!segment.isEmpty() && !segment.equals(".")) segments.add(segment);
        }
        if (segments.isEmpty() || segments.get(0).startsWith("-")) return Optional.empty();
        try {
            Path.of(path);
            return Optional.of(new CataloguePath(List.copyOf(segments)));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** Separated by slashes, without needless segments. */
    @Override
    public String toString() {
        return String.join("/", segments);
    }
}
