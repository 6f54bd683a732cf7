package io.cloudlab.app.server;

import io.cloudlab.app.failure.StartFailure;
import io.cloudlab.app.settings.AppConfig;
import io.cloudlab.app.settings.Setting;
import io.cloudlab.core.Stores;
import io.cloudlab.core.server.ServerId;
import io.cloudlab.persistence.DatabaseMove;
import io.cloudlab.persistence.JdbiPersistence;
import java.nio.file.Path;

/** Opens the database a server is configured with, unless that would leave the one it has been using behind. */
public final class ConfiguredDatabase {
    private ConfiguredDatabase() {}

    /** @throws StartFailure if the data directory has another database, or had one that is not this */
    static Stores open(AppConfig config, Path data, ServerId server) {
        if (config.database().isEmpty()) return JdbiPersistence.embedded(data);
        AppConfig.Database database = config.database().get();
        DatabaseMove move = new DatabaseMove(data);
        if (move.isDue())
            throw new StartFailure("The data directory " + data + " holds a database that was set up, and "
                    + Setting.DATABASE_URL.variable() + " names another one. Move it there with: migrate --data "
                    + data + " --to " + place(database.url()) + ".");
        Stores stores = JdbiPersistence.connect(
                database.url(), database.user(), database.password().toCharArray(), server);
        try {
            move.movedTo().filter(place -> stores.users().isEmpty()).ifPresent(place -> {
                throw new StartFailure("The database of the data directory " + data + " was moved to " + place
                        + ", but " + Setting.DATABASE_URL.variable() + " names one without users.");
            });
            return stores;
        } catch (RuntimeException | Error e) {
            stores.close();
            throw e;
        }
    }

    /** Without parameters, which may be secret. */
    public static String place(String url) {
        int parameters = url.indexOf('?');
        return parameters < 0 ? url : url.substring(0, parameters);
    }
}
