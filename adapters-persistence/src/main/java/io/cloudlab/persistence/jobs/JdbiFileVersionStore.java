package io.cloudlab.persistence.jobs;

import io.cloudlab.core.services.file.FileVersion;
import io.cloudlab.core.services.file.FileVersionStore;
import io.cloudlab.core.services.file.ServiceFile;
import io.cloudlab.persistence.database.InstantArguments;
import io.cloudlab.persistence.database.JdbiTransactions;
import java.util.List;
import org.jdbi.v3.core.statement.SqlStatement;

public final class JdbiFileVersionStore implements FileVersionStore {
    private static final String OF_FILE = " where service = :service and folder = :folder and name = :name";

    private final JdbiTransactions database;

    public JdbiFileVersionStore(JdbiTransactions database) {
        this.database = database;
    }

    @Override
    public void add(FileVersion version) {
        database.with(handle -> ofFile(handle.createUpdate("""
                        insert into cloudlab_file_version (service, folder, name, digest, size_bytes, author, written_at)
                        values (:service, :folder, :name, :digest, :size, :author, :writtenAt)"""), version.file())
                .bind("digest", version.digest())
                .bind("size", version.size())
                .bind("author", version.author())
                .bind("writtenAt", version.writtenAt())
                .execute());
    }

    @Override
    public List<FileVersion> list(ServiceFile file) {
        return database.with(handle -> ofFile(
                        handle.createQuery(
                                "select id, digest, size_bytes, author, written_at from cloudlab_file_version" + OF_FILE
                                        + " order by id desc"),
                        file)
                .map((row, context) -> new FileVersion(
                        row.getLong("id"),
                        file,
                        row.getString("digest"),
                        row.getLong("size_bytes"),
                        row.getString("author"),
                        InstantArguments.get(row, "written_at")))
                .list());
    }

    @Override
    public void remove(long id) {
        database.with(handle -> handle.createUpdate("delete from cloudlab_file_version where id = :id")
                .bind("id", id)
                .execute());
    }

    @Override
    public void keepNewest(ServiceFile file, int count) {
        database.with(handle -> ofFile(
                        handle.createUpdate("delete from cloudlab_file_version" + OF_FILE
                                + " and id not in (select id from cloudlab_file_version" + OF_FILE
                                + " order by id desc limit :count)"),
                        file)
                .bind("count", count)
                .execute());
    }

    private static <S extends SqlStatement<S>> S ofFile(S statement, ServiceFile file) {
        return statement
                .bind("service", file.service().value())
                .bind("folder", file.folder().word())
                .bind("name", file.name());
    }
}
