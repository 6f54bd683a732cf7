package io.cloudlab.persistence.jobs;

import io.cloudlab.core.access.Permission;
import io.cloudlab.core.jobs.job.Concurrency;
import io.cloudlab.core.jobs.job.Job;
import io.cloudlab.core.jobs.job.JobId;
import io.cloudlab.core.jobs.job.JobKind;
import io.cloudlab.core.jobs.job.JobOutcome;
import io.cloudlab.core.jobs.job.JobPlan;
import io.cloudlab.core.jobs.job.JobRequest;
import io.cloudlab.core.jobs.job.JobStatus;
import io.cloudlab.core.jobs.job.JobSubject;
import io.cloudlab.core.jobs.job.Phase;
import io.cloudlab.core.jobs.job.Retry;
import io.cloudlab.core.server.ServerId;
import io.cloudlab.core.vault.SealedSecret;
import io.cloudlab.persistence.database.InstantArguments;
import io.cloudlab.persistence.database.JsonColumn;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** How a job stands in the columns of its row. */
final class JobRows {
    /** Members of the column of inputs. */
    private static final String VALUES = "values";

    private static final String SECRETS = "secrets";

    private JobRows() {}

    /** Binds what never changes. */
    static <S extends SqlStatement<S>> S bindFixed(S statement, Job job) {
        JobRequest request = job.request();
        JobPlan plan = job.plan();
        return statement
                .bind("nonce", job.nonce())
                .bind("subject", request.kind())
                .bind("service", request.service())
                .bind("action", request.action())
                .bind("script", request.script())
                .bind("inputs", JsonColumn.write(request.inputs()))
                .bind("userId", request.userId())
                .bind("username", request.username())
                .bind("usernameKey", key(request.username()))
                .bind("objectId", request.subject().objectId())
                .bind("typeSlug", request.subject().typeSlug())
                .bind("acceptedAt", request.acceptedAt())
                .bind(
                        "permission",
                        request.needed() == null ? null : request.needed().codename())
                .bind("title", plan.title())
                .bind("directory", plan.directory())
                .bind("commands", JsonColumn.write(plan.commands()))
                .bind("environment", JsonColumn.write(plan.environment()))
                .bind("variables", JsonColumn.write(plan.variables()))
                .bindByType(
                        "secrets",
                        plan.secrets() == null ? null : plan.secrets().bytes(),
                        byte[].class)
                .bind("typedInputs", typedInputs(plan.inputs()))
                .bind("lane", plan.lane())
                .bind("timeout", plan.timeout() == null ? null : plan.timeout().toSeconds())
                .bind("retriesLeft", plan.retry().left())
                .bind("retrySeconds", plan.retry().delay().toSeconds())
                .bindByType("retryOf", plan.retry().of(), JobId.class)
                .bindByType("notBefore", plan.retry().notBefore(), Instant.class);
    }

    /** Binds what an update may change, and what it is found by. */
    static <S extends SqlStatement<S>> S bindState(S statement, Job job) {
        JobOutcome outcome = job.outcome();
        return statement
                .bind("id", job.id())
                .bind("version", job.version())
                .bind("phase", job.phase())
                .bind("status", job.status())
                .bind("exclusiveKey", exclusiveKey(job))
                .bindByType("serverId", job.server(), ServerId.class)
                .bindByType("deadline", job.deadline(), Instant.class)
                .bind("cancelledBy", job.cancelledBy())
                .bind("exitCode", outcome == null ? null : outcome.exitCode())
                .bind("cancelled", outcome != null && outcome.cancelled())
                .bind("reason", outcome == null ? null : outcome.reason())
                .bindByType("finishedAt", outcome == null ? null : outcome.finishedAt(), Instant.class)
                .bind("outputLines", outcome == null ? 0 : outcome.outputLines())
                .bind("outputBytes", outcome == null ? 0 : outcome.outputBytes())
                .bind("deploymentId", outcome == null ? null : outcome.deploymentId())
                .bind(
                        "outputs",
                        outcome == null || outcome.outputs().isEmpty() ? null : JsonColumn.write(outcome.outputs()))
                .bind("hosts", outcome == null || outcome.hosts().isEmpty() ? null : JsonColumn.write(outcome.hosts()));
    }

    static String key(String username) {
        return username.toLowerCase(Locale.ROOT);
    }

    static Job job(ResultSet row, StatementContext context) throws SQLException {
        Phase phase = Phase.valueOf(row.getString("phase"));
        String server = row.getString("server_id");
        return new Job(
                new JobId(row.getString("id")),
                row.getString("nonce"),
                request(row),
                plan(row),
                phase,
                row.getString("cancelled_by"),
                phase == Phase.ENDED ? outcome(row) : null,
                row.getLong("version"),
                server == null ? null : new ServerId(server),
                row.getObject("deadline") == null ? null : InstantArguments.get(row, "deadline"));
    }

    private static @Nullable String exclusiveKey(Job job) {
        return job.isActive() && job.plan().lane() == Concurrency.EXCLUSIVE
                ? job.request().subject().exclusiveKey()
                : null;
    }

    private static JobRequest request(ResultSet row) throws SQLException {
        String permission = row.getString("permission");
        return new JobRequest(
                JobSubject.of(
                        JobKind.valueOf(row.getString("subject")),
                        row.getString("service"),
                        row.getObject("object_id", Long.class),
                        row.getString("type_slug")),
                row.getString("action"),
                row.getString("script"),
                JsonColumn.read(row.getString("inputs"), JsonColumn.VALUES),
                row.getObject("user_id", Integer.class),
                row.getString("username"),
                InstantArguments.get(row, "accepted_at"),
                permission == null ? null : new Permission(permission));
    }

    private static JobPlan plan(ResultSet row) throws SQLException {
        byte[] secrets = row.getBytes("secrets");
        Long timeout = row.getObject("timeout_seconds", Long.class);
        return new JobPlan(
                row.getString("title"),
                row.getString("directory"),
                JsonColumn.read(row.getString("commands"), JsonColumn.COMMANDS),
                JsonColumn.read(row.getString("environment"), JsonColumn.TEXTS),
                JsonColumn.read(row.getString("variables"), JsonColumn.VALUES),
                secrets == null ? null : new SealedSecret(secrets),
                Concurrency.valueOf(row.getString("lane")),
                typedInputs(row.getString("typed_inputs")),
                timeout == null ? null : Duration.ofSeconds(timeout),
                retry(row));
    }

    private static Retry retry(ResultSet row) throws SQLException {
        String of = row.getString("retry_of");
        int left = row.getInt("retries_left");
        if (of == null && left == 0) return Retry.NONE;
        return new Retry(
                left,
                Duration.ofSeconds(row.getLong("retry_seconds")),
                of == null ? null : new JobId(of),
                row.getObject("not_before") == null ? null : InstantArguments.get(row, "not_before"));
    }

    private static @Nullable String typedInputs(JobPlan.Inputs inputs) {
        if (inputs.equals(JobPlan.Inputs.NONE)) return null;
        return JsonColumn.write(Map.of(VALUES, inputs.values(), SECRETS, List.copyOf(inputs.secrets())));
    }

    private static JobPlan.Inputs typedInputs(@Nullable String json) {
        if (json == null) return JobPlan.Inputs.NONE;
        Map<String, Object> read = JsonColumn.read(json, JsonColumn.VALUES);
        Map<String, Object> values = new HashMap<>();
        ((Map<?, ?>) read.get(VALUES)).forEach((name, value) -> values.put(String.valueOf(name), value));
        Set<String> secrets = new HashSet<>();
        ((List<?>) read.get(SECRETS)).forEach(name -> secrets.add(String.valueOf(name)));
        return new JobPlan.Inputs(values, secrets);
    }

    private static JobOutcome outcome(ResultSet row) throws SQLException {
        String hosts = row.getString("hosts");
        String outputs = row.getString("outputs");
        return new JobOutcome(
                JobStatus.valueOf(row.getString("status")),
                row.getObject("exit_code", Integer.class),
                row.getBoolean("cancelled"),
                row.getString("reason"),
                InstantArguments.get(row, "finished_at"),
                row.getLong("output_lines"),
                row.getLong("output_bytes"),
                row.getString("deployment_id"),
                hosts == null ? Map.of() : JsonColumn.read(hosts, JsonColumn.HOSTS),
                outputs == null ? Map.of() : JsonColumn.read(outputs, JsonColumn.TEXTS));
    }
}
