package io.cloudlab.app.command;

import io.cloudlab.app.failure.StartFailure;
import io.cloudlab.app.settings.AppConfig;
import io.cloudlab.app.settings.Setting;
import io.cloudlab.app.settings.Settings;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that say which system is meant; they win over the environment, which wins over the file. */
public class LocationOptions {
    @Option(
            names = "--data",
            paramLabel = "DIRECTORY",
            description = "Database, keys and job logs; ./data unless told otherwise.")
    private @Nullable String data;

    @Option(
            names = "--lab",
            paramLabel = "DIRECTORY",
            description = "The lab directory; ./cloudlab unless told otherwise.")
    private @Nullable String lab;

    @Option(names = "--config", paramLabel = "FILE", description = "A properties file with further settings.")
    private @Nullable Path config;

    /** @throws StartFailure naming the setting at fault */
    public final AppConfig config() {
        Map<Setting, String> flags = new EnumMap<>(Setting.class);
        put(flags, Setting.DATA, data);
        put(flags, Setting.LAB, lab);
        addTo(flags);
        return AppConfig.of(Settings.read(flags, System.getenv(), config));
    }

    /** Adds further flags. */
    void addTo(Map<Setting, String> flags) {}

    static void put(Map<Setting, String> flags, Setting setting, @Nullable String value) {
        if (value != null) flags.put(setting, value);
    }
}
