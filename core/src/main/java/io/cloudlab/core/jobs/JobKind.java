package io.cloudlab.core.jobs;

import java.util.Locale;

/** What a job works on. Names of different kinds may be equal: a service may be called {@code inventory}, or like a type. */
public enum JobKind {
    /** A service; {@link JobRequest#service()} is its name. */
    SERVICE,
    /** The cloud's instances; {@code service} is {@code inventory}, {@code all} or the label of an instance. */
    CLOUD,
    /** An inventory object; {@code service} is its type and id. */
    OBJECT,
    /** An inventory type as a whole; {@code service} is its slug. */
    TYPE;

    /** How it is written for clients. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What exclusive jobs share: for a service its name, which no other kind's key can be, since names have no colon. */
    public String exclusiveKey(String service) {
        return this == SERVICE ? service : word() + ":" + service;
    }
}
