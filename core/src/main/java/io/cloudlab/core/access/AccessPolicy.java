package io.cloudlab.core.access;

import java.util.Optional;
import java.util.Set;

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
        return decide(caller, Permission.onType(type, permission), Set.of(permission), object);
    }

    /**
     * The same for what has several names, such as running anything and running one script: a rule about any of them counts.
     *
     * @param forAll the permission that allows it on all objects
     * @param names within the object's type
     */
    public static Decision decide(Caller caller, Permission forAll, Set<String> names, ObjectRules object) {
        if (caller.may(Permission.ALL)) return new Decision.Everything();
        return denying(caller, names, object)
                .<Decision>map(Decision.DeniedByRule::new)
                .or(() -> rule(caller, names, AclRule.Effect.ALLOW, object).map(Decision.AllowedByRule::new))
                .or(() -> grant(caller, names, object).map(Decision.AllowedByTag::new))
                .orElseGet(() -> held(caller, forAll));
    }

    /** What decides where no object is concerned. */
    public static Decision forType(Caller caller, String type, String permission) {
        if (caller.may(Permission.ALL)) return new Decision.Everything();
        return held(caller, Permission.onType(type, permission));
    }

    private static Decision held(Caller caller, Permission asked) {
        return caller.may(asked) ? new Decision.Held(asked) : new Decision.NothingAllows(asked);
    }

    /** The rule that denies one of these, or seeing the object. */
    private static Optional<AclRule> denying(Caller caller, Set<String> names, ObjectRules object) {
        return rule(caller, Set.of(VIEW), AclRule.Effect.DENY, object)
                .or(() -> rule(caller, names, AclRule.Effect.DENY, object));
    }

    private static Optional<AclRule> rule(Caller caller, Set<String> names, AclRule.Effect effect, ObjectRules object) {
        return object.rules().stream()
                .filter(rule -> rule.effect() == effect)
                .filter(rule -> names.contains(rule.permission()))
                .filter(rule -> caller.roles().contains(rule.roleId()))
                .findFirst();
    }

    private static Optional<TagGrant> grant(Caller caller, Set<String> names, ObjectRules object) {
        return object.grants().stream()
                .filter(grant -> names.contains(grant.permission()))
                .filter(grant -> caller.roles().contains(grant.roleId()))
                .findFirst();
    }
}
