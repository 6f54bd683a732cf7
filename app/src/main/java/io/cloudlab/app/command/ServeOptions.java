package io.cloudlab.app.command;

import io.cloudlab.app.settings.Setting;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags of {@code serve}. */
public final class ServeOptions extends LocationOptions {
    @Option(names = "--host", paramLabel = "ADDRESS", description = "Where to listen; 127.0.0.1 unless told otherwise.")
    private @Nullable String host;

    @Option(names = "--port", paramLabel = "PORT", description = "0 takes any free port; 8000 unless told otherwise.")
    private @Nullable String port;

    @Override
    void addTo(Map<Setting, String> flags) {
        put(flags, Setting.HOST, host);
        put(flags, Setting.PORT, port);
    }
}
