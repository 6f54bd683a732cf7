package io.cloudlab.core.inventory.action;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.inventory.item.Item;
import io.cloudlab.core.inventory.item.ItemAccess;
import io.cloudlab.core.inventory.item.ItemStore;
import io.cloudlab.core.inventory.item.ItemTypes;
import io.cloudlab.core.inventory.type.Action;
import io.cloudlab.core.inventory.type.ActionType;
import io.cloudlab.core.inventory.type.TypeSlug;
import io.cloudlab.core.jobs.ServiceRights;
import io.cloudlab.core.jobs.job.Job;
import io.cloudlab.core.jobs.log.JobFollower;
import io.cloudlab.core.jobs.log.JobOutputs;
import io.cloudlab.core.shared.NotFound;
import java.util.Optional;

/**
 * Actions on objects, for callers who know an object by its id alone and watch what they have started: who may use the action
 * on the object sees the output of their own job. Thread-safe.
 */
public final class InteractiveActions {
    private final ItemStore items;
    private final ItemTypes types;
    private final ItemAccess access;
    private final ItemActions actions;
    private final JobOutputs outputs;
    private final ServiceRights rights;

    public InteractiveActions(
            ItemStore items,
            ItemTypes types,
            ItemAccess access,
            ItemActions actions,
            JobOutputs outputs,
            ServiceRights rights) {
        this.items = items;
        this.types = types;
        this.access = access;
        this.actions = actions;
        this.outputs = outputs;
        this.rights = rights;
    }

    /**
     * The action, if a job does it and the caller may use it on the object now.
     *
     * @return nothing if there is no such object, no such action of its type, or one that opens a terminal
     * @throws io.cloudlab.core.access.Denied if the caller may not
     */
    public Optional<Action> find(Caller caller, long id, String action) {
        Item item = items.find(id).orElse(null);
        if (item == null) return Optional.empty();
        Optional<Action> found = types.require(item.type().value()).action(action);
        if (found.isEmpty() || found.get().type() == ActionType.SSH) return Optional.empty();
        access.require(caller, item, action);
        return found;
    }

    /** Does the action, as {@link ItemActions#run(Caller, String, long, RunAction)} does. */
    public Job run(Caller caller, long id, RunAction wanted) {
        Item item = items.find(id).orElseThrow(() -> new NotFound("object"));
        return actions.run(caller, item.type().value(), id, wanted);
    }

    /**
     * Watches a job that {@link #run} has just returned, from its first line on. Rights are not checked here, but see
     * {@link #require}.
     *
     * @param wake called on any thread when there may be more to tell; must return at once
     */
    public JobFollower follow(Job started, Runnable wake) {
        return outputs.follow(started, 0, wake);
    }

    /**
     * Refuses if the caller may not watch the job that the action has started any more. Where the object is gone, as what an
     * action destroys is, those may who can see the job anyhow or may use the action on the whole type.
     *
     * @throws io.cloudlab.core.access.Denied if the caller may not
     */
    public void require(Caller caller, long id, String action, Job started) {
        Item item = items.find(id).orElse(null);
        if (item != null) {
            access.require(caller, item, action);
            rights.require(caller, started);
        } else if (!started.isVisibleTo(caller))
            access.requireForType(
                    caller,
                    new TypeSlug(String.valueOf(started.request().subject().typeSlug())),
                    action);
    }
}
