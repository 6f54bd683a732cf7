package io.cloudlab.http.api.jobs;

import io.cloudlab.core.Reruns;
import io.cloudlab.http.routing.RouteGroup;
import io.cloudlab.http.routing.RouteTableBuilder;
import io.cloudlab.http.security.Budget;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Running a job again. Who may is for the use case to decide: it depends on what the job did. */
public final class RerunRoutes implements RouteGroup {
    private static final RerunJson NOTHING = new RerunJson(Map.of());

    private final Reruns reruns;

    public RerunRoutes(Reruns reruns) {
        this.reruns = reruns;
    }

    /** @param inputs the secret inputs of the job, which are not kept for this */
    record RerunJson(@Nullable Map<String, Object> inputs) {
        /** Leaves the inputs out, since all are secret. */
        @Override
        public String toString() {
            return "RerunJson";
        }
    }

    @Override
    public String name() {
        return "Jobs";
    }

    @Override
    public void declare(RouteTableBuilder routes) {
        routes.post("rerunJob", "/api/jobs/{id}/rerun")
                .budget(Budget.JOBS)
                .by(JobRoutes.VIEWERS)
                .summary("Do again what a job did: same service, script, object and inputs. Needs what its first start"
                        + " needed. Secret inputs must be sent again, and only those.")
                .takes(JobParams.ID)
                .optionalBody(RerunJson.class)
                .strict()
                .answers(JobJson.Started.class)
                .fails(400, 403, 404, 503)
                .to(exchange -> {
                    RerunJson body = exchange.body(RerunJson.class, NOTHING);
                    exchange.json(JobJson.Started.of(reruns.run(
                            exchange.caller(),
                            exchange.get(JobParams.ID),
                            body.inputs() == null ? Map.of() : body.inputs())));
                });
    }
}
