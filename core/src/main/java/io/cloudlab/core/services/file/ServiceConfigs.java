package io.cloudlab.core.services.file;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.services.CatalogueSource;
import io.cloudlab.core.services.ServiceAccess;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.core.shared.Refused;
import io.cloudlab.core.shared.StaleWrite;
import io.cloudlab.core.shared.TooLarge;
import io.cloudlab.core.shared.Utf8Text;
import io.cloudlab.core.vault.PrivateKeys;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Reads and changes the configuration files of services. A version is the SHA-256 of a text, in lower-case hexadecimal:
 * equal texts are one version. Thread-safe.
 */
public final class ServiceConfigs {
    /** The largest text that can be saved, in bytes. */
    public static final int MAX_BYTES = 102_400;

    /** The largest text that is shown; others than people may have written it. */
    private static final int MAX_BYTES_SHOWN = 1 << 20;

    private final CatalogueSource catalogue;
    private final FileArea files;
    private final ContentArchive formers;
    private final FileVersionStore versions;
    private final ConfigSyntax syntax;
    private final FileChanges changes;
    private final ServiceAccess access;

    public ServiceConfigs(
            CatalogueSource catalogue,
            FileArea files,
            ContentArchive formers,
            FileVersionStore versions,
            ConfigSyntax syntax,
            FileChanges changes,
            ServiceAccess access) {
        this.access = access;
        this.catalogue = catalogue;
        this.files = files;
        this.formers = formers;
        this.versions = versions;
        this.syntax = syntax;
        this.changes = changes;
    }

    /** A configuration file, which may be missing. */
    public record Entry(
            String name, @Nullable Long size, @Nullable Instant modified) {}

    public record Text(String fileName, String content, String version) {}

    /**
     * A text that stood in a file, or stands there.
     *
     * @param author null if it was not written through here
     * @param current whether it is what stands there now
     */
    public record Version(
            String version, long size, @Nullable String author, Instant writtenAt, boolean current) {}

    /** All that there may be, present or not. */
    public List<Entry> list(Caller caller, ServiceName service) {
        access.require(caller, service, ServiceAccess.CONFIG_VIEW);
        catalogue.require(service);
        List<FileInfo> present = files.list(service, ServiceFolder.CONFIGS);
        return ServiceFile.CONFIGS.stream()
                .map(name -> present.stream()
                        .filter(info -> info.name().equals(name) && !info.holdsKey())
                        .findFirst()
                        .map(info -> new Entry(name, info.size(), info.modified()))
                        .orElseGet(() -> new Entry(name, null, null)))
                .toList();
    }

    /** @throws NotFound if there is no such file */
    public Text read(Caller caller, ServiceName service, String fileName) {
        access.require(caller, service, ServiceAccess.CONFIG_VIEW);
        return presentText(file(service, fileName)).orElseThrow(() -> new NotFound("file"));
    }

    /**
     * Writes a text that is valid YAML; the former one is kept.
     *
     * @param expected the version that is to be replaced, or null to replace the present content
     * @return the version written
     * @throws StaleWrite if another version stands there
     * @throws Refused with line and column if it is not valid; the file stays as it was
     */
    public String save(Caller caller, ServiceName service, String fileName, String content, @Nullable String expected) {
        access.require(caller, service, ServiceAccess.CONFIG_EDIT);
        ServiceFile file = file(service, fileName);
        return write(caller, file, Utf8Text.encoded(content), expected, Map.of());
    }

    /** What is known of the file's texts: the present one and the former ones that are kept, the newest first. */
    public List<Version> versions(Caller caller, ServiceName service, String fileName) {
        access.require(caller, service, ServiceAccess.CONFIG_VIEW);
        ServiceFile file = file(service, fileName);
        List<FileVersion> known = new ArrayList<>(versions.list(file));
        Set<String> kept = formers.kept(file);
        List<Version> shown = new ArrayList<>();
        present(file).ifPresent(present -> {
            FileVersion current = written(present, known, kept);
            known.remove(current);
            shown.add(shown(current, true));
        });
        known.stream()
                .filter(former -> kept.contains(former.digest()))
                .forEach(former -> shown.add(shown(former, false)));
        return shown;
    }

    /** @throws NotFound if that version is not kept */
    public Text read(Caller caller, ServiceName service, String fileName, String version) {
        access.require(caller, service, ServiceAccess.CONFIG_VIEW);
        return text(file(service, fileName), version);
    }

    /**
     * What changes from one version to another, as a unified diff; empty if nothing does.
     *
     * @param to null for the present text, or for none where the file is missing
     */
    public String diff(Caller caller, ServiceName service, String fileName, String from, @Nullable String to) {
        access.require(caller, service, ServiceAccess.CONFIG_VIEW);
        ServiceFile file = file(service, fileName);
        String before = text(file, from).content();
        String after = to == null
                ? presentText(file).map(Text::content).orElse("")
                : text(file, to).content();
        return UnifiedDiff.of(fileName, before, after);
    }

    /**
     * Puts a former text back, as a change like any other.
     *
     * @param expected as for {@link #save}
     * @return the version written, which is the one restored
     */
    public String restore(
            Caller caller, ServiceName service, String fileName, String version, @Nullable String expected) {
        access.require(caller, service, ServiceAccess.CONFIG_EDIT);
        ServiceFile file = file(service, fileName);
        byte[] content = Utf8Text.encoded(text(file, version).content());
        return write(caller, file, content, expected, Map.of("restored", true));
    }

    private String write(
            Caller caller, ServiceFile file, byte[] content, @Nullable String expected, Map<String, Object> details) {
        if (content.length > MAX_BYTES) {
            throw new TooLarge("config-too-large", "A configuration file may have at most " + MAX_BYTES + " bytes.");
        }
        if (PrivateKeys.in(content)) throw ServiceFile.notAllowed();
        syntax.check(file.name(), content);
        String digest = digest(content);
        try (FileArea.Draft draft = files.draft(file)) {
            draft.write(content, 0, content.length);
            changes.replace(
                    new FileChanges.Change(caller, file, "service.config.edit", details),
                    draft,
                    digest,
                    content.length,
                    expected);
        }
        return digest;
    }

    /** Who wrote the present text; unknown if it is not the newest version. */
    private static FileVersion written(FileVersion present, List<FileVersion> known, Set<String> kept) {
        for (FileVersion version : known) {
            if (version.digest().equals(present.digest())) return version;
            if (kept.contains(version.digest())) break;
        }
        return present;
    }

    private static Version shown(FileVersion version, boolean current) {
        return new Version(version.digest(), version.size(), version.author(), version.writtenAt(), current);
    }

    private Text text(ServiceFile file, String version) {
        return formers.open(file, version)
                .map(content ->
                        new Text(file.name(), Utf8Text.decoded(Utf8Text.read(content, MAX_BYTES_SHOWN)), version))
                .or(() -> presentText(file).filter(text -> text.version().equals(version)))
                .orElseThrow(() -> new NotFound("version"));
    }

    private Optional<Text> presentText(ServiceFile file) {
        return present(file, (info, bytes) -> new Text(file.name(), Utf8Text.decoded(bytes), digest(bytes)));
    }

    private Optional<FileVersion> present(ServiceFile file) {
        return present(
                file, (info, bytes) -> new FileVersion(0, file, digest(bytes), info.size(), null, info.modified()));
    }

    private <T> Optional<T> present(ServiceFile file, BiFunction<FileInfo, byte[], T> use) {
        return files.open(file).flatMap(open -> {
            try (open) {
                if (open.info().holdsKey()) return Optional.empty();
                return Optional.of(use.apply(open.info(), Utf8Text.read(open.content(), MAX_BYTES_SHOWN)));
            }
        });
    }

    private static String digest(byte[] content) {
        return HexFormat.of().formatHex(Utf8Text.sha256().digest(content));
    }

    private ServiceFile file(ServiceName service, String fileName) {
        ServiceFile file = new ServiceFile(service, ServiceFolder.CONFIGS, fileName);
        catalogue.require(service);
        return file;
    }
}
