package io.cloudlab.core.shared;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;

/** Text in the form in which it is compared and searched. */
public final class Folded {
    private Folded() {}

    /** Composed and decomposed, narrow and wide letters become one form (NFKC), in lower case. */
    public static String of(String text) {
        return composed(text).toLowerCase(Locale.ROOT);
    }

    /** As {@link #of}, with the case as it is. */
    public static String composed(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC);
    }

    /** The forms to search for in stored text: the folded one, and the plain lower case that older versions stored. */
    public static List<String> searched(String text) {
        String folded = of(text);
        String lower = text.toLowerCase(Locale.ROOT);
        return folded.equals(lower) ? List.of(folded) : List.of(folded, lower);
    }
}
