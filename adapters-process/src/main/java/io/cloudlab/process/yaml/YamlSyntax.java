package io.cloudlab.process.yaml;

import io.cloudlab.core.services.file.ConfigSyntax;
import io.cloudlab.core.shared.Refused;

/** YAML 1.2 as {@link YamlReader} reads it. */
public final class YamlSyntax implements ConfigSyntax {
    @Override
    public void check(String fileName, byte[] text) {
        try {
            YamlReader.read(text);
        } catch (YamlProblem e) {
            throw new Refused("invalid-yaml", e.sentence(fileName));
        }
    }
}
