package io.cloudlab.http.api.inventory;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.cloudlab.core.access.AclRule;
import io.cloudlab.core.access.Decision;
import io.cloudlab.core.inventory.item.AccessRules;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A rule of an object as clients see it. */
record AccessRuleJson(long id, int roleId, @Nullable String roleName, String permission, String effect) {
    static AccessRuleJson of(AclRule rule, Map<Integer, String> roles) {
        return new AccessRuleJson(
                rule.id(),
                rule.roleId(),
                roles.get(rule.roleId()),
                rule.permission(),
                rule.effect().name().toLowerCase(Locale.ROOT));
    }

    static List<AccessRuleJson> all(AccessRules.Shown shown) {
        return shown.rules().stream().map(rule -> of(rule, shown.roleNames())).toList();
    }

    record ListOf(List<AccessRuleJson> aclRules) {}

    /** The one rule that was written, or all of them where all were replaced. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Written(
            @Nullable Long id,
            @Nullable Integer roleId,
            @Nullable String roleName,
            @Nullable String permission,
            @Nullable String effect,
            @Nullable List<AccessRuleJson> aclRules) {
        static Written one(AccessRuleJson rule) {
            return new Written(rule.id(), rule.roleId(), rule.roleName(), rule.permission(), rule.effect(), null);
        }

        static Written all(List<AccessRuleJson> rules) {
            return new Written(null, null, null, null, null, rules);
        }
    }

    /**
     * Why a user may do something or not.
     *
     * @param decidedBy {@code everything}, {@code deny_rule}, {@code allow_rule}, {@code tag}, {@code permission} or
     *     {@code nothing}
     */
    record Verdict(
            boolean allowed,
            String decidedBy,
            String detail,
            @Nullable Long ruleId,
            @Nullable Integer roleId,
            @Nullable String roleName,
            @Nullable Integer tagId) {
        static Verdict of(Decision decision, Map<Integer, String> roles, String of) {
            if (decision instanceof Decision.DeniedByRule denied) {
                String role = roles.get(denied.rule().roleId());
                String what = "A rule of the " + of + " denies role " + role + " to "
                        + denied.rule().permission() + " it.";
                return rule(decision, "deny_rule", what, denied.rule(), role);
            }
            if (decision instanceof Decision.AllowedByRule allowed) {
                String role = roles.get(allowed.rule().roleId());
                return rule(
                        decision,
                        "allow_rule",
                        "A rule of the " + of + " allows it to role " + role + ".",
                        allowed.rule(),
                        role);
            }
            if (decision instanceof Decision.AllowedByTag tagged) {
                String role = roles.get(tagged.grant().roleId());
                return new Verdict(
                        true,
                        "tag",
                        "A tag of the object allows it to role " + role + ".",
                        tagged.grant().id(),
                        tagged.grant().roleId(),
                        role,
                        tagged.grant().tagId());
            }
            if (decision instanceof Decision.Held held)
                return plain(decision, "permission", "The permission " + held.permission() + " is held.");
            if (decision instanceof Decision.NothingAllows nothing)
                return plain(
                        decision,
                        "nothing",
                        "Neither a rule nor a tag allows it, and " + nothing.missing() + " is not held.");
            return plain(decision, "everything", "Everything is allowed to a holder of *.");
        }

        private static Verdict rule(
                Decision decision, String word, String detail, AclRule rule, @Nullable String role) {
            return new Verdict(decision.allowed(), word, detail, rule.id(), rule.roleId(), role, null);
        }

        private static Verdict plain(Decision decision, String word, String detail) {
            return new Verdict(decision.allowed(), word, detail, null, null, null, null);
        }
    }

    record Explanation(String username, Map<String, Verdict> permissions) {
        /** @param of what it is about, in a word */
        static Explanation of(AccessRules.Explanation explained, String of) {
            Map<String, Verdict> verdicts = new LinkedHashMap<>();
            explained
                    .decisions()
                    .forEach((name, decision) -> verdicts.put(name, Verdict.of(decision, explained.roleNames(), of)));
            return new Explanation(explained.username(), verdicts);
        }
    }
}
