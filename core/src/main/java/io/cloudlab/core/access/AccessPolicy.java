package io.cloudlab.core.access;

import java.util.Optional;

/**
 * Decides who may do what with an object. The first of these decides: everything held, a rule of the object that denies,
 * one that allows, a tag that allows, the permission for the whole type; else nothing is allowed. A rule that denies
 * seeing the object denies everything on it. Queries that list objects must come to the same answers.
 */
public final class AccessPolicy {
    /** The permission to see an object. */
    public static final String VIEW = "view";

    private AccessPolicy() {}

    /**
     * @param type the slug of the object's type
     * @param permission the name within the type
     */
    public static Decision decide(Caller caller, String type, String permission, ObjectRules object) {
        if (caller.may(Permission.ALL)) return new Decision.Everything();
        return denying(caller, VIEW, object)
                .or(() -> denying(caller, permission, object))
                .<Decision>map(Decision.DeniedByRule::new)
                .or(() -> rule(caller, permission, AclRule.Effect.ALLOW, object).map(Decision.AllowedByRule::new))
                .or(() -> grant(caller, permission, object).map(Decision.AllowedByTag::new))
                .orElseGet(() -> forType(caller, type, permission));
    }

    /** What decides where no object is concerned. */
    public static Decision forType(Caller caller, String type, String permission) {
        if (caller.may(Permission.ALL)) return new Decision.Everything();
        Permission asked = Permission.onType(type, permission);
        return caller.may(asked) ? new Decision.Held(asked) : new Decision.NothingAllows(asked);
    }

    private static Optional<AclRule> denying(Caller caller, String permission, ObjectRules object) {
        return rule(caller, permission, AclRule.Effect.DENY, object);
    }

    private static Optional<AclRule> rule(Caller caller, String permission, AclRule.Effect effect, ObjectRules object) {
        return object.rules().stream()
                .filter(rule -> rule.effect() == effect)
                .filter(rule -> rule.permission().equals(permission))
                .filter(rule -> caller.roles().contains(rule.roleId()))
                .findFirst();
    }

    private static Optional<TagGrant> grant(Caller caller, String permission, ObjectRules object) {
        return object.grants().stream()
                .filter(grant -> grant.permission().equals(permission))
                .filter(grant -> caller.roles().contains(grant.roleId()))
                .findFirst();
    }
}
