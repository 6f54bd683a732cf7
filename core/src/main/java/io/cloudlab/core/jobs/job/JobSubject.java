package io.cloudlab.core.jobs.job;

import org.jspecify.annotations.Nullable;

/** What a job works on. A stored job has it in four columns: kind, name, and the object and type of an action. */
public sealed interface JobSubject {
    /** A service of the lab. */
    record Service(String name) implements JobSubject {
        @Override
        public JobKind kind() {
            return JobKind.SERVICE;
        }
    }

    /** @param name {@code inventory}, {@code all} or the label of an instance */
    record Cloud(String name) implements JobSubject {
        @Override
        public JobKind kind() {
            return JobKind.CLOUD;
        }
    }

    /**
     * An inventory object, by one of its actions.
     *
     * @param name the service whose script the action runs or whose instances it destroys, or the type and id of the object
     */
    record ItemAction(String type, long item, JobKind kind, String name) implements JobSubject {
        /** By an action that runs a playbook. */
        public ItemAction(String type, long item) {
            this(type, item, JobKind.OBJECT, type + "/" + item);
        }

        public ItemAction(String type, long item, String service) {
            this(type, item, JobKind.SERVICE, service);
        }

        @Override
        public Long objectId() {
            return item;
        }

        @Override
        public String typeSlug() {
            return type;
        }
    }

    /** An inventory type as a whole, by one of its actions. */
    record TypeAction(String type) implements JobSubject {
        @Override
        public JobKind kind() {
            return JobKind.TYPE;
        }

        @Override
        public String name() {
            return type;
        }

        @Override
        public String typeSlug() {
            return type;
        }
    }

    JobKind kind();

    /** The service's name, or what is stored and shown in its place. */
    String name();

    /** The id of the object an action is used on, or null. */
    default @Nullable Long objectId() {
        return null;
    }

    /** The type whose action it is, or null. */
    default @Nullable String typeSlug() {
        return null;
    }

    /** What exclusive jobs share: for a service its name, which no other kind's key can be, since names have no colon. */
    default String exclusiveKey() {
        return kind() == JobKind.SERVICE ? name() : kind().word() + ":" + name();
    }

    /** From the columns of a stored job. */
    static JobSubject of(JobKind kind, String name, @Nullable Long objectId, @Nullable String typeSlug) {
        if (typeSlug != null && objectId != null) return new ItemAction(typeSlug, objectId, kind, name);
        if (typeSlug != null) return new TypeAction(typeSlug);
        return kind == JobKind.CLOUD ? new Cloud(name) : new Service(name);
    }
}
