package io.cloudlab.core.shared;

/** The kinds of refusal a caller can meet; every adapter that reports errors must map each of them. */
public enum ErrorKind {
    /** The input has the wrong shape, type, length or pattern. */
    MALFORMED,
    /** The input is well-formed, and a rule of the domain refuses it. */
    REFUSED,
    /** The caller is not signed in. */
    UNAUTHENTICATED,
    /** The caller is known and lacks the permission. */
    DENIED,
    NOT_FOUND,
    /** Something else happened first: a duplicate, a stale version, a job that has ended. */
    CONFLICT,
    TOO_LARGE,
    TOO_MANY,
    /** A store, the disk or another part the work needs is not usable now. */
    UNAVAILABLE
}
