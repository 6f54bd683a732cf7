package io.cloudlab.http.api.services;

import static io.cloudlab.http.api.services.ServiceRoutes.NAME;

import io.cloudlab.core.services.ServiceAccess;
import io.cloudlab.core.services.ServiceOutputs;
import io.cloudlab.http.routing.RouteGroup;
import io.cloudlab.http.routing.RouteTableBuilder;

/** {@code /api/services/outputs} and {@code /api/services/{name}/outputs}. */
public final class OutputRoutes implements RouteGroup {

    private final ServiceOutputs outputs;
    private final ServiceGates gates;

    public OutputRoutes(ServiceOutputs outputs, ServiceGates gates) {
        this.gates = gates;
        this.outputs = outputs;
    }

    @Override
    public String name() {
        return "Services";
    }

    @Override
    public void declare(RouteTableBuilder routes) {
        routes.get("listOutputs", "/api/services/outputs")
                .by(gates.to(ServiceAccess.VIEW))
                .summary("What services have published. Credentials are masked without inventory.credential.view.")
                .lists(OutputJson.ListOf.class)
                .to(exchange -> exchange.json(OutputJson.ListOf.of(outputs.list(exchange.caller()))));
        routes.get("getServiceOutputs", "/api/services/{name}/outputs")
                .by(gates.to(ServiceAccess.VIEW))
                .summary("What the service has published. Credentials are masked without inventory.credential.view.")
                .takes(NAME)
                .lists(OutputJson.Published.class)
                .fails(404)
                .to(exchange ->
                        exchange.json(OutputJson.Published.of(outputs.of(exchange.caller(), exchange.get(NAME)))));
    }
}
