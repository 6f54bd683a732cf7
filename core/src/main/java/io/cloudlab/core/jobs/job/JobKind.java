package io.cloudlab.core.jobs.job;

import java.util.Locale;

/** The kinds of {@link JobSubject}s. Names of different kinds may be equal: a service may be called like a type. */
public enum JobKind {
    SERVICE,
    CLOUD,
    OBJECT,
    TYPE;

    /** How it is written for clients. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
