package io.cloudlab.core.inventory.action;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.audit.AuditTrail;
import io.cloudlab.core.inventory.item.Item;
import io.cloudlab.core.inventory.item.ItemAccess;
import io.cloudlab.core.inventory.item.ItemStore;
import io.cloudlab.core.inventory.item.ItemTypes;
import io.cloudlab.core.inventory.item.Items;
import io.cloudlab.core.inventory.type.Action;
import io.cloudlab.core.inventory.type.ItemType;
import io.cloudlab.core.jobs.JobBuilder;
import io.cloudlab.core.jobs.JobStarter;
import io.cloudlab.core.jobs.job.Job;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.core.shared.Refused;
import io.cloudlab.core.shared.Transactions;
import java.util.LinkedHashMap;
import java.util.Map;

/** Does things with objects: each action becomes a job that carries its object. Thread-safe. */
public final class ItemActions {
    private final Transactions transactions;
    private final ItemStore items;
    private final ItemTypes types;
    private final ItemAccess access;
    private final ActionTasks tasks;
    private final JobStarter starter;
    private final AuditTrail audit;

    public ItemActions(
            Transactions transactions,
            ItemStore items,
            ItemTypes types,
            ItemAccess access,
            ActionTasks tasks,
            JobStarter starter,
            AuditTrail audit) {
        this.transactions = transactions;
        this.items = items;
        this.types = types;
        this.access = access;
        this.tasks = tasks;
        this.starter = starter;
        this.audit = audit;
    }

    /**
     * Does something with an object.
     *
     * @throws NotFound if there is no such type, object of it or action of the type
     * @throws io.cloudlab.core.access.Denied if the caller may not do it with this object
     * @throws Refused for actions that are not done by a job or not with an object, or naming the input at fault
     */
    public Job run(Caller caller, String slug, long id, RunAction wanted) {
        ItemType type = types.require(slug);
        return transactions.call(() -> {
            Item item = Items.ofType(type, items.find(id).orElse(null));
            Action action = type.action(wanted.action()).orElseThrow(() -> new NotFound("action"));
            if (action.scope() == Action.Scope.TYPE)
                throw new Refused("type-action", "This action is done with the type as a whole, not with one object.");
            access.require(caller, item, action.name());
            JobBuilder job = tasks.of(caller, type, action, item, wanted);
            return start(caller, type, job, action, Items.resource(item));
        });
    }

    /**
     * Does something with a type as a whole.
     *
     * @throws NotFound if there is no such type or action
     * @throws io.cloudlab.core.access.Denied if the caller may not do it with the whole type
     * @throws Refused for actions on single objects, or naming the input at fault
     */
    public Job run(Caller caller, String slug, RunAction wanted) {
        ItemType type = types.require(slug);
        Action action = type.action(wanted.action()).orElseThrow(() -> new NotFound("action"));
        caller.require(Permission.onType(slug, action.name()));
        if (action.scope() == Action.Scope.OBJECT)
            throw new Refused("object-action", "This action is done with a single object.");
        return transactions.call(
                () -> start(caller, type, tasks.of(caller, type, action, null, wanted), action, "inventory/" + slug));
    }

    private Job start(Caller caller, ItemType type, JobBuilder wanted, Action action, String resource) {
        Job job = starter.start(caller, Permission.onType(type.slug().value(), action.name()), wanted);
        Map<String, Object> details = new LinkedHashMap<>();
        if (job.request().script() != null) details.put("script", job.request().script());
        details.put("job_id", job.id().value());
        audit.record(caller, "inventory.action." + action.name(), resource, details);
        return job;
    }
}
