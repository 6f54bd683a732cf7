package io.cloudlab.persistence.jobs;

import io.cloudlab.core.jobs.ServiceBusy;
import io.cloudlab.core.jobs.job.Job;
import io.cloudlab.core.jobs.job.JobFilter;
import io.cloudlab.core.jobs.job.JobId;
import io.cloudlab.core.jobs.job.JobStore;
import io.cloudlab.core.server.ServerId;
import io.cloudlab.core.shared.Page;
import io.cloudlab.core.shared.PageRequest;
import io.cloudlab.core.shared.StaleWrite;
import io.cloudlab.persistence.database.DatabaseFailures;
import io.cloudlab.persistence.database.JdbiTransactions;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.Update;

public final class JdbiJobStore implements JobStore {
    private static final String ACTIVE = "phase in ('LAUNCHING', 'RUNNING', 'STOPPING')";

    private final JdbiTransactions database;

    public JdbiJobStore(JdbiTransactions database) {
        this.database = database;
    }

    @Override
    public boolean insert(Job job) {
        return database.with(handle -> {
            Update insert = handle.createUpdate("""
                    insert into cloudlab_job (id, nonce, subject, service, action, script, inputs, user_id, username,
                        username_key, object_id, type_slug, accepted_at, permission, title, directory, commands, environment,
                        variables, secrets, lane, phase, status, exclusive_key, cancelled_by, exit_code, cancelled, reason,
                        finished_at, output_lines, output_bytes, deployment_id, hosts, outputs, server_id, turn, typed_inputs, timeout_seconds, deadline,
                        retries_left, retry_seconds, retry_of, not_before, version)
                    values (:id, :nonce, :subject, :service, :action, :script, :inputs, :userId, :username,
                        :usernameKey, :objectId, :typeSlug, :acceptedAt, :permission, :title, :directory, :commands, :environment,
                        :variables, :secrets, :lane, :phase, :status, :exclusiveKey, :cancelledBy, :exitCode, :cancelled, :reason,
                        :finishedAt, :outputLines, :outputBytes, :deploymentId, :hosts, :outputs, :serverId, :turn, :typedInputs, :timeout, :deadline,
                        :retriesLeft, :retrySeconds, :retryOf, :notBefore, :version)
                    on conflict do nothing""");
            boolean inserted = JobRows.bindState(JobRows.bindFixed(insert, job), job)
                            .bind("turn", turn(handle, job))
                            .execute()
                    == 1;
            if (!inserted && find(handle, job.id()).isEmpty()) throw new ServiceBusy();
            return inserted;
        });
    }

    @Override
    public Optional<Job> find(JobId id) {
        return database.read(handle -> find(handle, id));
    }

    @Override
    public Job update(Job job) {
        try {
            int written = database.whole(
                    handle -> JobRows.bindState(handle.createUpdate("""
                            update cloudlab_job set phase = :phase, status = :status, server_id = :serverId, exclusive_key = :exclusiveKey,
                                cancelled_by = :cancelledBy, exit_code = :exitCode, cancelled = :cancelled,
                                reason = :reason, finished_at = :finishedAt, output_lines = :outputLines,
                                output_bytes = :outputBytes, deployment_id = :deploymentId, hosts = :hosts, outputs = :outputs, deadline = :deadline,
                                version = :version + 1
                            where id = :id and version = :version"""), job).execute());
            if (written == 0) throw new StaleWrite("job");
            return job.withVersion(job.version() + 1);
        } catch (JdbiException e) {
            throw DatabaseFailures.isDuplicate(e) ? new ServiceBusy() : e;
        }
    }

    @Override
    public Page<Job> list(JobFilter filter, PageRequest page) {
        return database.read(handle -> new JobQuery(filter).page(handle, page));
    }

    @Override
    public Optional<Job> latest(String service) {
        if (service.indexOf('\0') >= 0) return Optional.empty();
        return database.read(handle -> handle.createQuery("""
                        select * from cloudlab_job where service = :service
                        order by service, accepted_at desc, seq desc limit 1""")
                .bind("service", service)
                .map(JobRows::job)
                .findOne());
    }

    @Override
    public List<Job> active() {
        return database.read(
                handle -> handle.createQuery("select * from cloudlab_job where " + ACTIVE + " order by seq")
                        .map(JobRows::job)
                        .list());
    }

    @Override
    public int activeCount(ServerId server) {
        return count(server, "lane <> 'URGENT' and (server_id is null or server_id = :server)");
    }

    @Override
    public int activeElsewhere(ServerId server) {
        return count(server, "server_id <> :server");
    }

    private int count(ServerId server, String which) {
        return database.read(
                handle -> handle.createQuery("select count(*) from cloudlab_job where " + ACTIVE + " and " + which)
                        .bind("server", server)
                        .mapTo(Integer.class)
                        .one());
    }

    /** Behind the user's own, and not before what has been reached. */
    private static long turn(Handle handle, Job job) {
        return handle.createQuery("""
                        select greatest(
                            coalesce((select max(turn) + 1 from cloudlab_job
                                where username_key = :usernameKey and phase = 'QUEUED'), 0),
                            coalesce((select max(turn) from cloudlab_job where\s""" + ACTIVE + """
                                ), (select min(turn) from cloudlab_job where phase = 'QUEUED'), 0))""")
                .bind("usernameKey", JobRows.key(job.request().username()))
                .mapTo(Long.class)
                .one();
    }

    @Override
    public int queuedOf(int userId) {
        return database.with(handle -> {
            handle.createQuery("select id from cloudlab_user where id = :user for update")
                    .bind("user", userId)
                    .mapTo(Integer.class)
                    .findOne();
            return handle.createQuery("""
                            select count(*) from cloudlab_job
                            where phase = 'QUEUED' and lane <> 'URGENT' and user_id = :user""")
                    .bind("user", userId)
                    .mapTo(Integer.class)
                    .one();
        });
    }

    @Override
    public Optional<Job> nextRunnable(boolean placeFree, Instant now) {
        return database.read(handle -> handle.createQuery("""
                        select * from cloudlab_job waiting where phase = 'QUEUED'
                            and (not_before is null or not_before <= :now) and (lane = 'URGENT'
                            or :placeFree and (lane = 'PARALLEL' or not exists (
                                select 1 from cloudlab_job busy where busy.exclusive_key = case waiting.subject when 'SERVICE' then waiting.service
                                    else lower(waiting.subject) || ':' || waiting.service end)))
                        order by phase, turn, seq limit 1""")
                .bind("placeFree", placeFree)
                .bind("now", now)
                .map(JobRows::job)
                .findOne());
    }

    @Override
    public Set<JobId> known(Collection<JobId> ids) {
        Object[] words = ids.stream().map(JobId::value).toArray();
        return database.read(handle -> handle.createQuery("select id from cloudlab_job where id = any (:ids)")
                .bindArray("ids", String.class, words)
                .mapTo(String.class)
                .map(JobId::new)
                .collect(Collectors.toUnmodifiableSet()));
    }

    @Override
    public List<Job> endedBefore(Instant time, int limit) {
        return database.read(handle -> handle.createQuery(
                        "select * from cloudlab_job where finished_at < :time order by finished_at limit :limit")
                .bind("time", time)
                .bind("limit", limit)
                .map(JobRows::job)
                .list());
    }

    @Override
    public Totals endedTotals() {
        return database.read(handle -> handle.createQuery("""
                        select count(*), coalesce(sum(output_bytes), 0) from cloudlab_job
                        where finished_at is not null""")
                .map((row, context) -> new Totals(row.getLong(1), row.getLong(2)))
                .one());
    }

    @Override
    public void delete(JobId id) {
        database.with(handle -> handle.createUpdate("delete from cloudlab_job where id = :id and phase = 'ENDED'")
                .bind("id", id)
                .execute());
    }

    private static Optional<Job> find(Handle handle, JobId id) {
        return handle.createQuery("select * from cloudlab_job where id = :id")
                .bind("id", id)
                .map(JobRows::job)
                .findOne();
    }
}
