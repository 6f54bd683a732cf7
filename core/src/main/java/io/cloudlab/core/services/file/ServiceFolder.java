package io.cloudlab.core.services.file;

import io.cloudlab.core.shared.Refused;
import java.util.Locale;

/** Where, below a service, there are files that people may see and change. */
public enum ServiceFolder {
    /** The service's own directory, of which only the configuration files count. */
    CONFIGS,
    INPUTS,
    OUTPUTS;

    /**
     * One of the two folders that services exchange files through.
     *
     * @throws Refused if it is neither {@code inputs} nor {@code outputs}
     */
    public static ServiceFolder exchange(String word) {
        return switch (word) {
            case "inputs" -> INPUTS;
            case "outputs" -> OUTPUTS;
            default -> throw new Refused("folder-not-allowed", "Only the folders inputs and outputs can be used here.");
        };
    }

    /** Its name in paths and in the database. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
