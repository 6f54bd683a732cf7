package io.cloudlab.core.access;

/**
 * What a role may or may not do with one object or service; there is at most one rule for an object, a role and a permission.
 *
 * @param objectId {@link #OF_SERVICE} if it is about a service
 * @param permission the name within the object's type, such as {@code view}
 */
public record AclRule(long id, long objectId, int roleId, String permission, Effect effect) {
    /** Stands for the object of a rule about a service. */
    public static final long OF_SERVICE = 0;

    /** What a rule does. A rule that denies wins over all that allows. */
    public enum Effect {
        ALLOW,
        DENY
    }
}
