package io.cloudlab.http.api.services;

import static io.cloudlab.http.api.services.ServiceRoutes.NAME;

import io.cloudlab.core.access.Permission;
import io.cloudlab.core.services.ServiceAccess;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.services.secret.SecretName;
import io.cloudlab.core.services.secret.ServiceSecrets;
import io.cloudlab.http.routing.Access;
import io.cloudlab.http.routing.Exchange;
import io.cloudlab.http.routing.Param;
import io.cloudlab.http.routing.RouteGroup;
import io.cloudlab.http.routing.RouteTableBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /api/services/{name}/secrets}, and the same for the whole lab under {@code /api/secrets}. */
public final class SecretRoutes implements RouteGroup {
    private static final Access LAB = Access.holdersOf(Permission.SERVICES_SECRETS_EDIT);
    private static final Param<SecretName> KEY = Param.path("key", "The secret's name.", SecretName::new);

    private final ServiceSecrets secrets;
    private final ServiceGates gates;

    public SecretRoutes(ServiceSecrets secrets, ServiceGates gates) {
        this.gates = gates;
        this.secrets = secrets;
    }

    @Override
    public String name() {
        return "Secrets";
    }

    @Override
    public void declare(RouteTableBuilder routes) {
        new Family(routes, "Service", "/api/services/{name}/secrets", "a service", NAME).declare();
        new Family(routes, "Lab", "/api/secrets", "the lab", null).declare();
    }

    /** The routes of one kind of owner. @param owner null for the lab */
    private final class Family {
        private final RouteTableBuilder routes;
        private final String id;
        private final String path;
        private final String whose;
        private final @Nullable Param<ServiceName> owner;

        Family(RouteTableBuilder routes, String id, String path, String whose, @Nullable Param<ServiceName> owner) {
            this.routes = routes;
            this.id = id;
            this.path = path;
            this.whose = whose;
            this.owner = owner;
        }

        private @Nullable ServiceName service(Exchange exchange) {
            return owner == null ? null : exchange.get(owner);
        }

        private RouteTableBuilder.Declaration taking(RouteTableBuilder.Declaration route) {
            return owner == null
                    ? route.by(LAB).fails(404)
                    : route.takes(owner)
                            .by(gates.to(ServiceAccess.SECRETS_EDIT))
                            .fails(404);
        }

        void declare() {
            taking(routes.get("list" + id + "Secrets", path))
                    .summary("The secrets of " + whose + ": who wrote them and when, never their values.")
                    .lists(SecretJson.ListOf.class)
                    .to(exchange ->
                            exchange.json(SecretJson.ListOf.of(secrets.list(exchange.caller(), service(exchange)))));
            taking(routes.put("put" + id + "Secrets", path))
                    .summary("Set all secrets of a dotenv text, or none of them.")
                    .body(SecretJson.DotEnv.class)
                    .strict()
                    .answers(SecretJson.Saved.class)
                    .fails(400)
                    .to(exchange -> exchange.json(SecretJson.Saved.of(secrets.putDotEnv(
                            exchange.caller(),
                            service(exchange),
                            exchange.body(SecretJson.DotEnv.class).dotenv()))));
            taking(routes.get("get" + id + "Secret", path + "/{key}"))
                    .summary("Who wrote a secret of " + whose + " and when, never its value.")
                    .takes(KEY)
                    .answers(SecretJson.class)
                    .fails(400)
                    .to(exchange -> exchange.json(SecretJson.of(
                            exchange.get(KEY),
                            secrets.versions(exchange.caller(), service(exchange), exchange.get(KEY)))));
            taking(routes.put("put" + id + "Secret", path + "/{key}"))
                    .summary("Set or replace a secret of " + whose + ".")
                    .takes(KEY)
                    .body(SecretJson.Value.class)
                    .strict()
                    .answers(SecretJson.Saved.class)
                    .fails(400)
                    .to(this::put);
            taking(routes.delete("delete" + id + "Secret", path + "/{key}"))
                    .summary("Remove a secret of " + whose + ". Scripts that name it cannot be started then.")
                    .takes(KEY)
                    .answers(SecretJson.Removed.class)
                    .fails(400)
                    .to(this::remove);
        }

        private void put(Exchange exchange) {
            SecretName name = exchange.get(KEY);
            String value = exchange.body(SecretJson.Value.class).value();
            secrets.put(exchange.caller(), service(exchange), name, value);
            exchange.json(SecretJson.Saved.of(List.of(name)));
        }

        private void remove(Exchange exchange) {
            SecretName name = exchange.get(KEY);
            secrets.remove(exchange.caller(), service(exchange), name);
            exchange.json(new SecretJson.Removed("removed", name.value()));
        }
    }
}
