package io.cloudlab.process.types;

import io.cloudlab.core.inventory.type.ItemType;
import io.cloudlab.process.catalogue.FileLookup;
import io.cloudlab.process.directory.FileStamp;
import io.cloudlab.process.directory.SecureDirectory;
import io.cloudlab.process.yaml.YamlProblem;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one file of types turned out to be, with the stamp that says whether that still holds.
 *
 * @param type null if the file cannot be used, or is none any more
 * @param problems why not, or what is passed over in it, each one sentence that names file and line
 * @param usable false if the type, or an action of it, could not be read
 * @param settled whether every later change will show in the stamp
 */
public record TypeFile(
        Optional<FileStamp> stamp, @Nullable ItemType type, List<String> problems, boolean usable, boolean settled) {
    private static final int MAX_PROBLEMS = 20;

    /** How files of types are read. */
    public record Reading(FileLookup playbooks, int maxProblems, boolean logged) {
        /** Every change of a playbook would have to be seen, and more problems would not be read. */
        static final Reading SERVING = new Reading(FileLookup.ANYWHERE, MAX_PROBLEMS, true);
    }

    static TypeFile read(
            SecureDirectory directory, String name, Optional<FileStamp> stamp, Instant now, Reading reading)
            throws IOException {
        boolean settled = stamp.stream().allMatch(one -> one.isSettled(now));
        try {
            Optional<byte[]> yaml = directory.read(name);
            if (yaml.isEmpty()) return new TypeFile(stamp, null, List.of(), true, false);
            List<YamlProblem> found = new ArrayList<>();
            TypeYaml.Read read = TypeYaml.read(yaml.get(), shown(name), reading.playbooks(), found);
            return new TypeFile(
                    stamp, read.type(), sentences(found, shown(name), reading.maxProblems()), read.whole(), settled);
        } catch (YamlProblem e) {
            String sentence = e.sentence(shown(name)) + " The type is left out.";
            return new TypeFile(stamp, null, List.of(sentence), false, settled);
        }
    }

    private static List<String> sentences(List<YamlProblem> found, String file, int max) {
        List<String> sentences = new ArrayList<>();
        found.stream().limit(max).forEach(one -> sentences.add(one.sentence(file)));
        if (found.size() > max)
            sentences.add(file + ": " + (found.size() - max) + " more; 'cloudlab check' shows all.");
        return sentences;
    }

    /** Stands for the first of those that are not read. */
    static TypeFile tooMany(String name, int max) {
        String sentence = shown(name) + " and all after it are left out: there are more than " + max + " files.";
        return new TypeFile(Optional.empty(), null, List.of(sentence), false, false);
    }

    static String shown(String name) {
        String printable = name.replaceAll("\\p{Cntrl}", "?");
        return LabTypes.DIRECTORY + "/" + printable.substring(0, Math.min(100, printable.length()));
    }
}
