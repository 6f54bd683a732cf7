package io.cloudlab.persistence.database;

import io.cloudlab.core.shared.Unavailable;
import java.sql.SQLException;
import java.util.Optional;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/** Tells what the failure of a database means. */
public final class DatabaseFailures {
    public static final String CODE = "database-unavailable";

    public static final String DISK_FULL = "disk-full";

    private static final String UNIQUE_VIOLATION = "23505";
    private static final String FOREIGN_KEY_VIOLATION = "23503";
    private static final String H2_PARENT_MISSING = "23506";

    private DatabaseFailures() {}

    /**
     * A database that is away, full, locked or stopping makes {@link Unavailable}. Statements it refuses (SQL standard
     * classes 22 data, 23 integrity, 42 syntax) are faults of this program and stay what they are.
     */
    static RuntimeException translated(JdbiException failure) {
        return causeIn(failure)
                .filter(cause -> !isOurFault(cause.getSQLState()))
                .<RuntimeException>map(cause -> isDiskFull(cause)
                        ? new Unavailable(DISK_FULL, "The disk is full: the database cannot be written.", cause)
                        : new Unavailable(CODE, "The database cannot be used now.", cause))
                .orElse(failure);
    }

    /** PostgreSQL says so by its state, H2 by passing on what the operating system says. */
    private static boolean isDiskFull(SQLException failure) {
        if ("53100".equals(failure.getSQLState())) return true;
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (String.valueOf(at.getMessage()).contains("No space left on device")) return true;
        }
        return false;
    }

    /** Says in one sentence why the database could not be opened, as far as its answer tells. */
    public static Unavailable notOpened(RuntimeException failure) {
        if (failure instanceof Unavailable known) return known;
        String reason =
                causeIn(failure).map(DatabaseFailures::reason).orElse("its tables could not be brought up to date");
        return new Unavailable(CODE, "The database cannot be opened: " + reason + ".", failure);
    }

    /** What a failure means, in a few words. */
    public static String told(SQLException failure) {
        return isDiskFull(failure) ? "the disk is full" : reason(failure);
    }

    private static String reason(SQLException cause) {
        return switch (String.valueOf(cause.getSQLState())) {
            case "90020" -> "another program is using it";
            case "90028", "90030", "90031" -> "its file is damaged";
            case "28000", "28P01" -> "user or password are wrong";
            case "3D000", "90146", "90149" -> "there is no such database";
            case "08001", "08004", "08006", "08S01" -> "there is no connection to its server";
            case "42501" -> "its user may not create tables";
            default -> "it answers with error " + cause.getSQLState();
        };
    }

    public static boolean isDuplicate(JdbiException failure) {
        return causeIn(failure)
                .filter(cause -> UNIQUE_VIOLATION.equals(cause.getSQLState()))
                .isPresent();
    }

    /** Whether a row could not be deleted since another one refers to it. */
    public static boolean isReferenced(JdbiException failure) {
        return causeIn(failure)
                .filter(cause -> FOREIGN_KEY_VIOLATION.equals(cause.getSQLState()))
                .isPresent();
    }

    /** Whether a row could not be stored since one it refers to is missing. */
    public static boolean isUnreferenced(JdbiException failure) {
        return causeIn(failure)
                .map(SQLException::getSQLState)
                .filter(state -> FOREIGN_KEY_VIOLATION.equals(state) || H2_PARENT_MISSING.equals(state))
                .isPresent();
    }

    static Optional<SQLException> causeIn(@Nullable Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof SQLException found) return Optional.of(found);
        }
        return Optional.empty();
    }

    private static boolean isOurFault(@Nullable String state) {
        return state != null && (state.startsWith("22") || state.startsWith("23") || state.startsWith("42"));
    }
}
