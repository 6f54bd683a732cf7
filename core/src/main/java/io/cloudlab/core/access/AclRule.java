package io.cloudlab.core.access;

/**
 * What a role may or may not do with one object; there is at most one rule for an object, a role and a permission.
 *
 * @param permission the name within the object's type, such as {@code view}
 */
public record AclRule(long id, long objectId, int roleId, String permission, Effect effect) {
    /** What a rule does. A rule that denies wins over all that allows. */
    public enum Effect {
        ALLOW,
        DENY
    }
}
