package io.cloudlab.core.testing.memory;

import io.cloudlab.core.services.file.FileVersion;
import io.cloudlab.core.services.file.FileVersionStore;
import io.cloudlab.core.services.file.ServiceFile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Histories of files in memory. */
public final class InMemoryFileVersionStore implements FileVersionStore {
    private final InMemoryTransactions transactions;
    private final Rows<Long, FileVersion> versions;
    private long lastId;

    InMemoryFileVersionStore(InMemoryTransactions transactions) {
        this.transactions = transactions;
        this.versions = new Rows<>(transactions);
    }

    @Override
    public void add(FileVersion version) {
        transactions.alone(() -> {
            long id = ++lastId;
            versions.put(
                    id,
                    new FileVersion(
                            id,
                            version.file(),
                            version.digest(),
                            version.size(),
                            version.author(),
                            version.writtenAt()));
            return id;
        });
    }

    @Override
    public List<FileVersion> list(ServiceFile file) {
        return transactions.alone(() -> {
            List<FileVersion> found = new ArrayList<>(versions.values());
            found.removeIf(version -> !version.file().equals(file));
            Collections.reverse(found);
            return List.copyOf(found);
        });
    }

    @Override
    public void remove(long id) {
        transactions.alone(() -> {
            versions.remove(id);
            return id;
        });
    }

    @Override
    public void keepNewest(ServiceFile file, int count) {
        transactions.alone(() -> {
            list(file).stream().skip(count).forEach(version -> versions.remove(version.id()));
            return count;
        });
    }
}
