package io.cloudlab.app;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags of {@code serve}; they win over the environment, which wins over the file. */
final class ServeOptions {
    @Option(names = "--host", paramLabel = "ADDRESS", description = "Where to listen; 127.0.0.1 unless told otherwise.")
    private @Nullable String host;

    @Option(names = "--port", paramLabel = "PORT", description = "0 takes any free port; 8000 unless told otherwise.")
    private @Nullable String port;

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

    AppConfig config() {
        Map<Setting, String> flags = new EnumMap<>(Setting.class);
        put(flags, Setting.HOST, host);
        put(flags, Setting.PORT, port);
        put(flags, Setting.DATA, data);
        put(flags, Setting.LAB, lab);
        return AppConfig.of(Settings.read(flags, System.getenv(), config));
    }

    private static void put(Map<Setting, String> flags, Setting setting, @Nullable String value) {
        if (value != null) flags.put(setting, value);
    }
}
