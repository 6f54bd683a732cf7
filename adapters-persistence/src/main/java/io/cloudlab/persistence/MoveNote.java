package io.cloudlab.persistence;

import io.cloudlab.core.shared.Unavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Says in a data directory whose embedded database was moved where it is now. */
final class MoveNote {
    private final Path file;

    MoveNote(Path directory) {
        this.file = directory.resolve("database.moved");
    }

    /** The place of a database, without parameters, which may be secret. */
    static String place(String url) {
        int parameters = url.indexOf('?');
        return parameters < 0 ? url : url.substring(0, parameters);
    }

    boolean exists() {
        return Files.exists(file);
    }

    String place() throws IOException {
        return Files.readString(file).strip();
    }

    void write(String url) throws IOException {
        SyncedFile.write(file, place(url) + "\n");
    }

    /** @throws Unavailable if the database was moved */
    void refuse() {
        if (!exists()) return;
        String where;
        try {
            where = place();
        } catch (IOException e) {
            where = "another place";
        }
        throw new Unavailable(
                "database-moved",
                "The database of this data directory was moved to " + where
                        + ": give that as CLOUDLAB_DATABASE_URL. The file cloudlab.mv.db is as old as the move.");
    }
}
