package io.cloudlab.persistence.connection;

import io.cloudlab.core.shared.Unavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Says in a data directory whose embedded database was moved where it is now. */
public final class MoveNote {
    private final Path file;

    public MoveNote(Path directory) {
        this.file = directory.resolve("database.moved");
    }

    /** The place of a database, without parameters, which may be secret. */
    public static String place(String url) {
        int parameters = url.indexOf('?');
        return parameters < 0 ? url : url.substring(0, parameters);
    }

    public boolean exists() {
        return Files.exists(file);
    }

    public String place() throws IOException {
        return Files.readString(file).strip();
    }

    public void write(String url) throws IOException {
        SyncedFile.write(file, place(url) + "\n");
    }

    /** @throws Unavailable if the database was moved */
    public void refuse() {
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
