package io.cloudlab.http.api.inventory;

import static io.cloudlab.http.api.inventory.InventoryParams.ID;
import static io.cloudlab.http.api.inventory.InventoryParams.TYPE;

import io.cloudlab.core.access.AclRule;
import io.cloudlab.core.identity.user.Username;
import io.cloudlab.core.inventory.item.AccessRules;
import io.cloudlab.core.inventory.item.AccessRules.Wanted;
import io.cloudlab.http.api.StatusJson;
import io.cloudlab.http.body.Bodies;
import io.cloudlab.http.error.ProblemException;
import io.cloudlab.http.routing.Access;
import io.cloudlab.http.routing.Exchange;
import io.cloudlab.http.routing.Param;
import io.cloudlab.http.routing.RouteGroup;
import io.cloudlab.http.routing.RouteTableBuilder;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The rules of single objects, and what they lead to. */
public final class AccessRuleRoutes implements RouteGroup {
    static final Param<Long> RULE = Param.longId("rule", "The rule's id.");
    static final Param<Username> USER = new Param<>(
            Param.In.QUERY,
            "user",
            "The name of the user whose access is explained; the caller when missing.",
            Map.of("type", "string"),
            null,
            false,
            Username::new);

    private final AccessRules rules;

    public AccessRuleRoutes(AccessRules rules) {
        this.rules = rules;
    }

    record RuleJson(int roleId, String permission, @Nullable String effect) {
        RuleJson {
            Bodies.require("permission", permission);
            if (effect != null && !effect.equals("allow") && !effect.equals("deny"))
                throw ProblemException.at(List.of("body", "effect"), "must be allow or deny", "value_error");
        }

        Wanted wanted() {
            String word = effect == null ? "allow" : effect;
            return new Wanted(roleId, permission, AclRule.Effect.valueOf(word.toUpperCase(Locale.ROOT)));
        }
    }

    /** One rule, or all. */
    record RulesJson(
            @Nullable Integer roleId,
            @Nullable String permission,
            @Nullable String effect,
            @Nullable List<RuleJson> rules) {
        RulesJson {
            if (rules == null) {
                Bodies.require("role_id", roleId);
                Bodies.require("permission", permission);
            } else if (rules.contains(null)) {
                throw ProblemException.at(List.of("body", "rules"), "must hold rules only", "type_error");
            }
        }

        /** The one rule, where there are not several. */
        RuleJson one() {
            return new RuleJson(Objects.requireNonNull(roleId), Objects.requireNonNull(permission), effect);
        }
    }

    @Override
    public String name() {
        return "Inventory access";
    }

    @Override
    public void declare(RouteTableBuilder routes) {
        routes.get("listRules", "/api/inventory/{type}/{id}/acl")
                .by(Access.ANY_USER)
                .summary("The rules of an object, for those who may edit it or manage rules.")
                .takes(TYPE, ID)
                .lists(AccessRuleJson.ListOf.class)
                .fails(403, 404)
                .to(exchange -> exchange.json(new AccessRuleJson.ListOf(
                        AccessRuleJson.all(rules.list(exchange.caller(), exchange.get(TYPE), exchange.get(ID))))));
        routes.post("writeRules", "/api/inventory/{type}/{id}/acl")
                .by(Access.ANY_USER)
                .summary("Write one rule, or replace all rules by those in rules.")
                .takes(TYPE, ID)
                .body(RulesJson.class)
                .bodyLimit(256 * 1024)
                .strict()
                .answers(AccessRuleJson.Written.class)
                .fails(400, 403, 404)
                .to(this::write);
        routes.delete("removeRule", "/api/inventory/{type}/{id}/acl/{rule}")
                .by(Access.ANY_USER)
                .summary("Remove a rule of an object.")
                .takes(TYPE, ID, RULE)
                .strict()
                .answers(StatusJson.class)
                .fails(403, 404)
                .to(exchange -> {
                    rules.remove(exchange.caller(), exchange.get(TYPE), exchange.get(ID), exchange.get(RULE));
                    exchange.json(new StatusJson("deleted"));
                });
        routes.get("explainAccess", "/api/inventory/{type}/{id}/access")
                .by(Access.ANY_USER)
                .summary(
                        "Why the caller, or another user, may do each of the things that can be done with an object, or not.")
                .takes(TYPE, ID, USER)
                .answers(AccessRuleJson.Explanation.class)
                .fails(403, 404)
                .to(this::explain);
    }

    private void write(Exchange exchange) {
        RulesJson body = exchange.body(RulesJson.class);
        String type = exchange.get(TYPE);
        long id = exchange.get(ID);
        if (body.rules() == null) {
            AccessRules.Shown written =
                    rules.put(exchange.caller(), type, id, body.one().wanted());
            exchange.json(AccessRuleJson.Written.one(AccessRuleJson.all(written).get(0)));
            return;
        }
        List<Wanted> wanted = body.rules().stream().map(RuleJson::wanted).toList();
        exchange.json(
                AccessRuleJson.Written.all(AccessRuleJson.all(rules.replace(exchange.caller(), type, id, wanted))));
    }

    private void explain(Exchange exchange) {
        Username user = exchange.find(USER);
        AccessRules.Explanation explained = user == null
                ? rules.explain(exchange.caller(), exchange.get(TYPE), exchange.get(ID))
                : rules.explain(exchange.caller(), exchange.get(TYPE), exchange.get(ID), user);
        exchange.json(AccessRuleJson.Explanation.of(explained, "object"));
    }
}
