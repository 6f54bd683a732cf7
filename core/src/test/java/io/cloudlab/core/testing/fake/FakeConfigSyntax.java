package io.cloudlab.core.testing.fake;

import io.cloudlab.core.services.file.ConfigSyntax;
import io.cloudlab.core.shared.Refused;
import java.nio.charset.StandardCharsets;

/** Knows one rule of YAML: no line is indented with a tab. */
public final class FakeConfigSyntax implements ConfigSyntax {
    @Override
    public void check(String fileName, byte[] text) {
        String[] lines = new String(text, StandardCharsets.UTF_8).split("\n");
        for (int i = 0; i < lines.length; i++) {
            if (lines[i].startsWith("\t")) {
                throw new Refused("invalid-yaml", fileName + ", line " + (i + 1) + ", column 1: a tab.");
            }
        }
    }
}
