package io.cloudlab.http.api.inventory;

import static io.cloudlab.http.api.inventory.InventoryParams.ID;
import static io.cloudlab.http.api.inventory.InventoryParams.TYPE;

import io.cloudlab.core.inventory.action.ItemActions;
import io.cloudlab.core.inventory.action.RunAction;
import io.cloudlab.core.inventory.sync.InventorySync;
import io.cloudlab.core.inventory.sync.SyncResult;
import io.cloudlab.http.api.jobs.JobJson;
import io.cloudlab.http.routing.Access;
import io.cloudlab.http.routing.Exchange;
import io.cloudlab.http.routing.Param;
import io.cloudlab.http.routing.RouteGroup;
import io.cloudlab.http.routing.RouteTableBuilder;
import io.cloudlab.http.security.Budget;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is done with objects and types: actions, which become jobs, and synchronisation. */
public final class ActionRoutes implements RouteGroup {
    private static final Param<String> ACTION = Param.path("action", "The action's name.", text -> text);
    private static final RunActionJson NOTHING = new RunActionJson(null, Map.of());

    private final ItemActions actions;
    private final InventorySync sync;

    public ActionRoutes(ItemActions actions, InventorySync sync) {
        this.actions = actions;
        this.sync = sync;
    }

    /** @param script the name of a script of the object's service, for actions that run any of them */
    record RunActionJson(@Nullable String script, @Nullable Map<String, Object> inputs) {
        RunAction as(String action) {
            return new RunAction(action, script, inputs == null ? Map.of() : inputs);
        }

        /** Leaves the inputs out, since some may be secret. */
        @Override
        public String toString() {
            return "RunActionJson";
        }
    }

    record SyncJson(int created, int updated, int removed) {
        static SyncJson of(SyncResult result) {
            return new SyncJson(result.created(), result.updated(), result.removed());
        }
    }

    @Override
    public String name() {
        return "Inventory actions";
    }

    @Override
    public void declare(RouteTableBuilder routes) {
        routes.post("runObjectAction", "/api/inventory/{type}/{id}/actions/{action}")
                .budget(Budget.JOBS)
                .by(Access.ANY_USER)
                .summary("Do something with an object, as a job.")
                .takes(TYPE, ID, ACTION)
                .optionalBody(RunActionJson.class)
                .strict()
                .answers(JobJson.Started.class)
                .fails(400, 403, 404, 503)
                .to(exchange -> exchange.json(JobJson.Started.of(
                        actions.run(exchange.caller(), exchange.get(TYPE), exchange.get(ID), wanted(exchange)))));
        routes.post("runTypeAction", "/api/inventory/{type}/actions/{action}")
                .budget(Budget.JOBS)
                .by(Access.ANY_USER)
                .summary("Do something with a type as a whole, as a job.")
                .takes(TYPE, ACTION)
                .optionalBody(RunActionJson.class)
                .strict()
                .answers(JobJson.Started.class)
                .fails(400, 403, 404, 503)
                .to(exchange -> exchange.json(
                        JobJson.Started.of(actions.run(exchange.caller(), exchange.get(TYPE), wanted(exchange)))));
        routes.post("syncType", "/api/inventory/{type}/sync")
                .by(Access.ANY_USER)
                .summary("Bring the objects of a type in step with what they stand for.")
                .takes(TYPE)
                .strict()
                .answers(SyncJson.class)
                .fails(400, 403, 404)
                .to(exchange -> exchange.json(SyncJson.of(sync.run(exchange.caller(), exchange.get(TYPE)))));
    }

    private static RunAction wanted(Exchange exchange) {
        return exchange.body(RunActionJson.class, NOTHING).as(exchange.get(ACTION));
    }
}
