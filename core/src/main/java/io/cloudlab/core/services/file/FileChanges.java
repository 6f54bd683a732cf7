package io.cloudlab.core.services.file;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.audit.AuditTrail;
import io.cloudlab.core.shared.CloudLabException;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.core.shared.StaleWrite;
import io.cloudlab.core.shared.Transactions;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Replaces and deletes files such that nothing gets lost: first the present content is kept, then the change is written
 * into the history and the audit trail, in one transaction, and only then made. So a crash in between leaves a change that
 * was recorded and did not happen, never one that happened and was not recorded.
 */
public final class FileChanges {
    /** How many former contents of a file are kept. */
    static final int KEPT = 20;

    private static final System.Logger LOGGER = System.getLogger(FileChanges.class.getName());

    private final Transactions transactions;
    private final FileArea files;
    private final ContentArchive formers;
    private final FileVersionStore versions;
    private final AuditTrail audit;

    public FileChanges(
            Transactions transactions,
            FileArea files,
            ContentArchive formers,
            FileVersionStore versions,
            AuditTrail audit) {
        this.transactions = transactions;
        this.files = files;
        this.formers = formers;
        this.versions = versions;
        this.audit = audit;
    }

    /** What is to happen, as it is to stand in the audit trail. */
    record Change(Caller caller, ServiceFile file, String action, Map<String, Object> details) {}

    /**
     * Puts the draft in place.
     *
     * @param digest of the draft's content, or empty if it is not known
     * @param expected the digest of what is to be replaced, or null to replace anything
     * @throws StaleWrite if something else stands there
     */
    void replace(Change change, FileArea.Draft draft, String digest, long size, @Nullable String expected) {
        ServiceFile file = change.file();
        Instant writtenAt = draft.sync();
        Map<String, Object> details = new LinkedHashMap<>(change.details());
        details.put("size", size);
        if (!digest.isEmpty()) details.put("sha256", digest);
        files.exclusively(file, () -> {
            Optional<FileVersion> present = keepPresent(file);
            if (expected != null
                    && present.map(FileVersion::digest).filter(expected::equals).isEmpty()) {
                throw new StaleWrite("file");
            }
            FileVersion next =
                    new FileVersion(0, file, digest, size, change.caller().username(), writtenAt);
            transactions.run(() -> {
                present.ifPresent(this::note);
                note(next);
                audit.record(change.caller(), change.action(), file.resource(), details);
            });
            make(change, draft::publish);
            return Boolean.TRUE;
        });
    }

    /** @throws NotFound if it is not there */
    void delete(Change change) {
        ServiceFile file = change.file();
        files.exclusively(file, () -> {
            FileVersion present = keepPresent(file).orElseThrow(() -> new NotFound("file"));
            transactions.run(() -> {
                note(present);
                audit.record(change.caller(), change.action(), file.resource(), change.details());
            });
            make(change, () -> files.delete(file));
            return Boolean.TRUE;
        });
    }

    /** @return the present text, whose author is unknown */
    private Optional<FileVersion> keepPresent(ServiceFile file) {
        Optional<OpenFile> found = files.open(file);
        if (found.isEmpty()) return Optional.empty();
        try (OpenFile present = found.get()) {
            FileInfo info = present.info();
            if (info.holdsKey()) throw ServiceFile.notAllowed();
            String digest = formers.keep(file, present.content());
            return Optional.of(new FileVersion(0, file, digest, info.size(), null, info.modified()));
        }
    }

    /** Makes this the newest version, unless it is already. Those whose contents never came to be, or are lost, give way. */
    private void note(FileVersion version) {
        Set<String> kept = formers.kept(version.file());
        for (FileVersion known : versions.list(version.file())) {
            if (!known.digest().isEmpty() && known.digest().equals(version.digest())) return;
            if (known.isProbably(version)) {
                versions.remove(known.id());
                versions.add(known.withDigest(version.digest()));
                return;
            }
            if (kept.contains(known.digest())) break;
            versions.remove(known.id());
        }
        versions.add(version);
        versions.keepNewest(version.file(), KEPT + 1);
    }

    private void make(Change change, Runnable act) {
        ServiceFile file = change.file();
        try {
            act.run();
        } catch (RuntimeException e) {
            audit.record(change.caller(), change.action() + ".failed", file.resource());
            throw e;
        }
        tidy(file);
    }

    /** What fails here is done after the next change. */
    private void tidy(ServiceFile file) {
        try {
            Set<String> known = new HashSet<>();
            versions.list(file).forEach(version -> known.add(version.digest()));
            formers.retain(file, known);
        } catch (CloudLabException e) {
            LOGGER.log(System.Logger.Level.WARNING, "Former contents of a file could not be tidied up.", e);
        }
    }
}
