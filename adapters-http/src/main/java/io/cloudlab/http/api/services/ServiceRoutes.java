package io.cloudlab.http.api.services;

import io.cloudlab.core.jobs.Jobs;
import io.cloudlab.core.jobs.LaunchJob;
import io.cloudlab.core.services.Catalogue;
import io.cloudlab.core.services.ServiceAccess;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.http.api.jobs.JobJson;
import io.cloudlab.http.body.Bodies;
import io.cloudlab.http.error.Json;
import io.cloudlab.http.routing.Exchange;
import io.cloudlab.http.routing.Param;
import io.cloudlab.http.routing.RouteGroup;
import io.cloudlab.http.routing.RouteTableBuilder;
import io.cloudlab.http.security.Budget;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /api/services}. */
public final class ServiceRoutes implements RouteGroup {
    static final Param<ServiceName> NAME = Param.path("name", "The service's name.", ServiceName::new);

    private static final Param<String> SCRIPT = Param.path("script", "The script's name.", name -> name);

    private final Catalogue catalogue;
    private final Jobs jobs;
    private final ServiceGates gates;
    private volatile @Nullable Rendered latest;

    public ServiceRoutes(Catalogue catalogue, Jobs jobs, ServiceGates gates) {
        this.gates = gates;
        this.catalogue = catalogue;
        this.jobs = jobs;
    }

    /** The answer for exactly this list and these warnings. */
    private record Rendered(Catalogue.View view, byte[] json) {}

    /** @param script the name of one of the service's scripts */
    record RunJson(String script, @Nullable Map<String, Object> inputs) {
        RunJson {
            Bodies.require("script", script);
        }

        /** Leaves the inputs out, since some may be secret. */
        @Override
        public String toString() {
            return "RunJson[" + script + "]";
        }
    }

    /** @param inputs of the script {@code deploy} */
    record DeployJson(@Nullable Map<String, Object> inputs) {
        /** Leaves the inputs out, since some may be secret. */
        @Override
        public String toString() {
            return "DeployJson";
        }
    }

    @Override
    public String name() {
        return "Services";
    }

    @Override
    public void declare(RouteTableBuilder routes) {
        routes.get("listServices", "/api/services")
                .by(gates.to(ServiceAccess.VIEW))
                .summary("All services of the lab, by name.")
                .lists(ServiceJson.ListOf.class)
                .to(this::list);
        routes.get("listActiveDeployments", "/api/services/active-deployments")
                .by(gates.to(ServiceAccess.VIEW))
                .summary("The services that have left an inventory of their hosts behind.")
                .lists(ServiceJson.Deployments.class)
                .to(exchange ->
                        exchange.json(ServiceJson.Deployments.of(catalogue.activeDeployments(exchange.caller()))));
        routes.get("getService", "/api/services/{name}")
                .by(gates.to(ServiceAccess.VIEW))
                .summary("One service with its instance.yaml.")
                .takes(NAME)
                .answers(ServiceJson.Detail.class)
                .fails(404)
                .to(exchange ->
                        exchange.json(ServiceJson.Detail.of(catalogue.service(exchange.caller(), exchange.get(NAME)))));
        routes.get("getScriptForm", "/api/services/{name}/scripts/{script}/form")
                .by(gates.to(ServiceAccess.VIEW))
                .summary("What is to be filled in to run a script: its inputs with the options of this moment.")
                .takes(NAME, SCRIPT)
                .answers(ServiceJson.Form.class)
                .fails(400, 404)
                .to(exchange -> exchange.json(ServiceJson.Form.of(
                        catalogue.form(exchange.caller(), exchange.get(NAME), exchange.get(SCRIPT)))));
        routes.post("deployService", "/api/services/{name}/deploy")
                .budget(Budget.JOBS)
                .by(gates.to(ServiceAccess.DEPLOY))
                .summary("Run the service's deploy.sh as a job.")
                .takes(NAME)
                .optionalBody(DeployJson.class)
                .strict()
                .answers(JobJson.Started.class)
                .fails(400, 404, 503)
                .to(this::deploy);
        routes.post("runScript", "/api/services/{name}/run")
                .budget(Budget.JOBS)
                .by(gates.to(ServiceAccess.RUN))
                .summary("Run one of the service's scripts as a job.")
                .takes(NAME)
                .body(RunJson.class)
                .strict()
                .answers(JobJson.Started.class)
                .fails(400, 404, 503)
                .to(this::run);
    }

    private void list(Exchange exchange) {
        Catalogue.View view = catalogue.view(exchange.caller());
        Rendered rendered = latest;
        if (rendered == null
                || rendered.view().services() != view.services()
                || rendered.view().warnings() != view.warnings()) {
            rendered = new Rendered(view, Json.bytes(ServiceJson.ListOf.of(view.services(), view.warnings())));
            if (view.complete()) latest = rendered;
        }
        exchange.json(rendered.json());
    }

    private void deploy(Exchange exchange) {
        Map<String, Object> inputs =
                exchange.body(DeployJson.class, new DeployJson(null)).inputs();
        LaunchJob deploy = LaunchJob.deploy(exchange.get(NAME), inputs == null ? Map.of() : inputs);
        exchange.json(JobJson.Started.of(jobs.launch(exchange.caller(), deploy)));
    }

    private void run(Exchange exchange) {
        RunJson body = exchange.body(RunJson.class);
        Map<String, Object> inputs = body.inputs() == null ? Map.of() : body.inputs();
        exchange.json(JobJson.Started.of(jobs.runScript(exchange.caller(), exchange.get(NAME), body.script(), inputs)));
    }
}
