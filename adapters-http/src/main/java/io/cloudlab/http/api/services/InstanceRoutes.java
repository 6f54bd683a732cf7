package io.cloudlab.http.api.services;

import io.cloudlab.core.access.Permission;
import io.cloudlab.core.instances.InstanceAddress;
import io.cloudlab.core.instances.InstanceCache;
import io.cloudlab.core.instances.Instances;
import io.cloudlab.core.services.ServiceAccess;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.http.api.jobs.JobJson;
import io.cloudlab.http.routing.Access;
import io.cloudlab.http.routing.Param;
import io.cloudlab.http.routing.RouteGroup;
import io.cloudlab.http.routing.RouteTableBuilder;
import io.cloudlab.http.security.Budget;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /api/instances}, and what stops the instances of services. */
public final class InstanceRoutes implements RouteGroup {
    private static final Param<String> LABEL = Param.path("label", "The instance's label.", text -> text);
    private static final Param<String> REGION = Param.path("region", "The region it is in.", text -> text);
    private static final Param<ServiceName> NAME = Param.path("name", "The service's name.", ServiceName::new);

    private final Instances instances;
    private final ServiceGates gates;

    public InstanceRoutes(Instances instances, ServiceGates gates) {
        this.gates = gates;
        this.instances = instances;
    }

    /**
     * @param instances an Ansible inventory, or nothing
     * @param unconfirmedEmpty whether the last refresh found none; those known stay until the next finds none either
     */
    record InstancesJson(
            Map<String, Object> instances, @Nullable Instant cachedAt, boolean unconfirmedEmpty) {
        static InstancesJson of(InstanceCache cache) {
            return new InstancesJson(cache.inventory().groups(), cache.cachedAt(), cache.unconfirmedEmpty());
        }
    }

    @Override
    public String name() {
        return "Instances";
    }

    @Override
    public void declare(RouteTableBuilder routes) {
        routes.get("getInstances", "/api/instances")
                .by(Access.holdersOf(Permission.INSTANCES_VIEW))
                .summary("The instances as they were last seen, as an Ansible inventory. Never asks the cloud.")
                .answers(InstancesJson.class)
                .to(exchange -> exchange.json(InstancesJson.of(instances.cached(exchange.caller()))));
        refresh(routes.get("startInstancesRefresh", "/api/instances/refresh").startsSomething());
        refresh(routes.post("refreshInstances", "/api/instances/refresh").budget(Budget.JOBS));
        routes.post("stopInstance", "/api/instances/{label}/{region}/stop")
                .budget(Budget.JOBS)
                .by(Access.holdersOf(Permission.INSTANCES_STOP))
                .summary("Destroy one instance, as a job.")
                .takes(LABEL, REGION)
                .strict()
                .answers(JobJson.Started.class)
                .fails(400, 503)
                .to(exchange -> {
                    InstanceAddress instance = new InstanceAddress(exchange.get(LABEL), exchange.get(REGION));
                    exchange.json(JobJson.Started.of(instances.stop(exchange.caller(), instance)));
                });
        routes.post("stopService", "/api/services/{name}/stop")
                .budget(Budget.JOBS)
                .by(gates.to(ServiceAccess.STOP))
                .summary("Destroy the instances of a service, as a job.")
                .takes(NAME)
                .strict()
                .answers(JobJson.Started.class)
                .fails(404, 503)
                .to(exchange -> exchange.json(
                        JobJson.Started.of(instances.stopService(exchange.caller(), exchange.get(NAME)))));
        routes.post("stopAllInstances", "/api/services/actions/stop-all")
                .budget(Budget.JOBS)
                .by(Access.holdersOf(Permission.SYSTEM_STOP_ALL))
                .summary("Destroy every instance the lab has created, as a job.")
                .strict()
                .answers(JobJson.Started.class)
                .fails(503)
                .to(exchange -> exchange.json(JobJson.Started.of(instances.stopAll(exchange.caller()))));
    }

    private void refresh(RouteTableBuilder.Declaration route) {
        route.by(Access.holdersOf(Permission.INSTANCES_REFRESH))
                .summary("Ask the cloud for its instances, as a job; while one runs, that one is answered.")
                .strict()
                .answers(JobJson.Started.class)
                .fails(503)
                .to(exchange -> exchange.json(JobJson.Started.of(instances.refresh(exchange.caller()))));
    }
}
