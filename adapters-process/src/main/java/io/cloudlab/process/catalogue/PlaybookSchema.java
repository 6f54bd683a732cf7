package io.cloudlab.process.catalogue;

import static io.cloudlab.process.yaml.SchemaParts.object;

import io.cloudlab.core.services.input.PlaybookOption;
import io.cloudlab.process.yaml.SchemaParts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the JSON schema says of a script besides its keys: which of them go with a playbook, and which do not. */
final class PlaybookSchema {
    private static final String PLAYBOOK = "playbook";

    private PlaybookSchema() {}

    static Map<String, Object> rules() {
        Map<String, Object> rules = new LinkedHashMap<>(SchemaParts.oneOf("script", "file", PLAYBOOK));
        Map<String, Object> needs = object("inventory", List.of(PLAYBOOK));
        for (PlaybookOption option : PlaybookOption.values()) needs.put(option.key(), List.of(PLAYBOOK));
        rules.put("dependentRequired", needs);
        rules.put("dependentSchemas", object(PLAYBOOK, without("script", "file")));
        return rules;
    }

    private static Map<String, Object> without(String... keys) {
        Map<String, Object> properties = new LinkedHashMap<>();
        for (String key : keys) properties.put(key, false);
        return object("properties", properties);
    }
}
