package io.cloudlab.core.services.input;

import io.cloudlab.core.shared.Refused;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How a script that is a playbook is run.
 *
 * @param inventory {@link #OF_SERVICE}, {@link #OF_CLOUD}, or the path of a file or directory in the service or the lab;
 *     null for what Ansible's configuration says
 */
public record PlaybookOptions(@Nullable InputTemplate inventory, Map<PlaybookOption, InputTemplate> options) {
    /** The hosts the service was deployed to. */
    public static final String OF_SERVICE = "service";

    /** The instances of the cloud, as they were last read. */
    public static final String OF_CLOUD = "instances";

    public PlaybookOptions {
        Map<PlaybookOption, InputTemplate> sorted = new EnumMap<>(PlaybookOption.class);
        sorted.putAll(options);
        options = Collections.unmodifiableMap(sorted);
    }

    /**
     * What stands on the command line for the options, each value in the word of its option.
     *
     * @param values the text of an input by its name
     * @throws Refused naming the option that cannot have its value
     */
    public List<String> words(UnaryOperator<String> values) {
        List<String> words = new ArrayList<>();
        options.forEach((option, template) -> words.addAll(option.words(template.put(values))));
        return words;
    }
}
