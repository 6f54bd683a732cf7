package io.cloudlab.persistence.jobs;

import io.cloudlab.core.jobs.job.Job;
import io.cloudlab.core.jobs.job.JobFilter;
import io.cloudlab.core.shared.Page;
import io.cloudlab.core.shared.PageRequest;
import io.cloudlab.persistence.database.PageTotals;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The list of jobs, cut down to one filter. */
final class JobQuery {
    /** The columns asked for, the one that tells most first: it chooses the index. */
    private final Map<String, Object> wanted = new LinkedHashMap<>();

    private final boolean unscripted;
    private final List<String> hidden;

    JobQuery(JobFilter filter) {
        hidden = filter.hidden().stream().sorted().toList();
        unscripted = filter.deploys();
        want("object_id", filter.objectId());
        want("service", filter.service());
        want("subject", filter.kind());
        want("user_id", filter.userId());
        want("username_key", filter.username() == null ? null : JobRows.key(filter.username()));
        want("status", filter.status());
        want("action", filter.action());
    }

    /** Finds the rows in an index first, so that those of the pages before are not read. */
    Page<Job> page(Handle handle, PageRequest page) {
        if (asksForNul()) return new Page<>(List.of(), 0, page);
        List<Job> jobs = handle.createQuery("select job.* from (select seq from cloudlab_job" + where() + order()
                        + " limit :n offset :from) page join cloudlab_job job on job.seq = page.seq"
                        + " order by job.accepted_at desc, job.seq desc")
                .bindMap(wanted)
                .bindMap(names())
                .bind("n", page.perPage())
                .bind("from", page.offset())
                .map(JobRows::job)
                .list();
        return new Page<>(jobs, total(handle, page, jobs.size()), page);
    }

    /** Counts only where the page itself does not tell: a last page that holds anything does. */
    private long total(Handle handle, PageRequest page, int found) {
        return PageTotals.ofLastPage(page, found)
                .orElseGet(() -> handle.createQuery("select count(*) from cloudlab_job" + where())
                        .bindMap(wanted)
                        .bindMap(names())
                        .mapTo(Long.class)
                        .one());
    }

    private Map<String, String> names() {
        Map<String, String> names = new LinkedHashMap<>();
        for (int each = 0; each < hidden.size(); each++) names.put("hidden" + each, hidden.get(each));
        return names;
    }

    private void want(String column, @Nullable Object value) {
        if (value != null) wanted.put(column, value);
    }

    /** PostgreSQL refuses the character, and no stored text holds it. */
    private boolean asksForNul() {
        return wanted.values().stream().anyMatch(value -> value instanceof String text && text.indexOf('\0') >= 0);
    }

    private String where() {
        List<String> conditions = new ArrayList<>();
        for (String column : wanted.keySet()) conditions.add(column + " = :" + column);
        if (unscripted) conditions.add("script is null");
        for (int each = 0; each < hidden.size(); each++)
            conditions.add("(subject <> 'SERVICE' or service <> :hidden" + each + ")");
        return conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
    }

    /** Begins with the column of the index, which is the same in all rows: H2 uses an index to sort only if it fits whole. */
    private String order() {
        String first = wanted.isEmpty() ? "" : wanted.keySet().iterator().next() + ", ";
        return " order by " + first + "accepted_at desc, seq desc";
    }
}
