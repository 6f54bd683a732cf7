package io.cloudlab.http.api.inventory;

import io.cloudlab.core.access.Permission;
import io.cloudlab.core.identity.user.Username;
import io.cloudlab.core.inventory.authority.ServiceRules;
import io.cloudlab.core.inventory.item.AccessRules;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.http.api.StatusJson;
import io.cloudlab.http.api.inventory.AccessRuleRoutes.RuleJson;
import io.cloudlab.http.api.inventory.AccessRuleRoutes.RulesJson;
import io.cloudlab.http.routing.Access;
import io.cloudlab.http.routing.Exchange;
import io.cloudlab.http.routing.Param;
import io.cloudlab.http.routing.RouteGroup;
import io.cloudlab.http.routing.RouteTableBuilder;
import java.util.List;

/** The rules of single services, and what they lead to. */
public final class ServiceRuleRoutes implements RouteGroup {
    private static final Access MANAGERS = Access.holdersOf(Permission.INVENTORY_ACL_MANAGE);
    private static final Param<ServiceName> NAME = Param.path("name", "The service's name.", ServiceName::new);

    private final ServiceRules rules;

    public ServiceRuleRoutes(ServiceRules rules) {
        this.rules = rules;
    }

    @Override
    public String name() {
        return "Service access";
    }

    @Override
    public void declare(RouteTableBuilder routes) {
        routes.get("listServiceRules", "/api/services/{name}/acl")
                .by(MANAGERS)
                .summary("The rules of a service.")
                .takes(NAME)
                .lists(AccessRuleJson.ListOf.class)
                .fails(404)
                .to(exchange -> exchange.json(new AccessRuleJson.ListOf(
                        AccessRuleJson.all(rules.list(exchange.caller(), exchange.get(NAME))))));
        routes.post("writeServiceRules", "/api/services/{name}/acl")
                .by(MANAGERS)
                .summary("Write one rule of a service, or replace all its rules by those in rules.")
                .takes(NAME)
                .body(RulesJson.class)
                .bodyLimit(256 * 1024)
                .strict()
                .answers(AccessRuleJson.Written.class)
                .fails(400, 404)
                .to(this::write);
        routes.delete("removeServiceRule", "/api/services/{name}/acl/{rule}")
                .by(MANAGERS)
                .summary("Remove a rule of a service.")
                .takes(NAME, AccessRuleRoutes.RULE)
                .strict()
                .answers(StatusJson.class)
                .fails(404)
                .to(exchange -> {
                    rules.remove(exchange.caller(), exchange.get(NAME), exchange.get(AccessRuleRoutes.RULE));
                    exchange.json(new StatusJson("deleted"));
                });
        routes.get("explainServiceAccess", "/api/services/{name}/access")
                .by(Access.ANY_USER)
                .summary(
                        "Why the caller, or another user, may do each of the things that can be done with a service, or not.")
                .takes(NAME, AccessRuleRoutes.USER)
                .answers(AccessRuleJson.Explanation.class)
                .fails(403, 404)
                .to(this::explain);
    }

    private void write(Exchange exchange) {
        RulesJson body = exchange.body(RulesJson.class);
        ServiceName service = exchange.get(NAME);
        if (body.rules() == null) {
            AccessRules.Shown written =
                    rules.put(exchange.caller(), service, body.one().wanted());
            exchange.json(AccessRuleJson.Written.one(AccessRuleJson.all(written).get(0)));
            return;
        }
        List<AccessRules.Wanted> wanted =
                body.rules().stream().map(RuleJson::wanted).toList();
        exchange.json(
                AccessRuleJson.Written.all(AccessRuleJson.all(rules.replace(exchange.caller(), service, wanted))));
    }

    private void explain(Exchange exchange) {
        Username user = exchange.find(AccessRuleRoutes.USER);
        AccessRules.Explanation explained = user == null
                ? rules.explain(exchange.caller(), exchange.get(NAME))
                : rules.explain(exchange.caller(), exchange.get(NAME), user);
        exchange.json(AccessRuleJson.Explanation.of(explained, "service"));
    }
}
