package io.cloudlab.core.access;

import java.util.List;

/**
 * The access rules of one object.
 *
 * @param rules those of the object itself, by id
 * @param grants those of the tags it has, by id
 */
public record ObjectRules(List<AclRule> rules, List<TagGrant> grants) {
    /** No rules: only permissions for the whole type count. */
    public static final ObjectRules NONE = new ObjectRules(List.of(), List.of());

    public ObjectRules {
        rules = List.copyOf(rules);
        grants = List.copyOf(grants);
    }
}
