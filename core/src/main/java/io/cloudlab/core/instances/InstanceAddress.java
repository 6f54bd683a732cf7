package io.cloudlab.core.instances;

import io.cloudlab.core.shared.InvalidInput;
import io.cloudlab.core.shared.Refused;
import io.cloudlab.core.shared.VisibleText;
import java.util.List;

/** Names one instance: its label alone may stand for several, in several regions. */
public record InstanceAddress(String label, String region) {
    private static final int MAX_LENGTH = 255;
    private static final List<String> TEMPLATE_MARKERS = List.of("{{", "{%", "{#");

    /** @throws Refused if one of them could be no cloud's, or would mean something to a template */
    public InstanceAddress {
        check("label", label);
        check("region", region);
    }

    private static void check(String what, String text) {
        if (text.isBlank() || text.length() > MAX_LENGTH)
            throw new Refused("bad-" + what, "The " + what + " must have 1 to " + MAX_LENGTH + " characters.");
        try {
            VisibleText.check(what, text);
        } catch (InvalidInput e) {
            throw new Refused("bad-" + what, "The " + what + " must not hold control characters.");
        }
        if (TEMPLATE_MARKERS.stream().anyMatch(text::contains))
            throw new Refused("bad-" + what, "The " + what + " must not hold {{, {% or {#.");
    }
}
