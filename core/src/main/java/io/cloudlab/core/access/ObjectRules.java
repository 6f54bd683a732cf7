package io.cloudlab.core.access;

import java.util.List;

/**
 * All that is written down about who may do what with one object.
 *
 * @param rules those of the object itself, by id
 * @param grants those of the tags it has, by id
 */
public record ObjectRules(List<AclRule> rules, List<TagGrant> grants) {
    /** Nothing but what people may do with all objects of the type. */
    public static final ObjectRules NONE = new ObjectRules(List.of(), List.of());

    public ObjectRules {
        rules = List.copyOf(rules);
        grants = List.copyOf(grants);
    }
}
