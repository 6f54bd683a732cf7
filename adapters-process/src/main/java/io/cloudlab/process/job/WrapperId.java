package io.cloudlab.process.job;

/**
 * Which process the wrapper of a job is. A process id alone would soon be another's; with the time of its start in clock
 * ticks since the boot, and the boot's id, it is unmistakable (wall clocks can be set, and so tell nothing).
 *
 * @param nonce the job's
 * @param namespace whether its job lives in a PID namespace of its own
 */
public record WrapperId(String nonce, long pid, long startTicks, String bootId, boolean namespace) {
    /** The words of {@link #namespace}. */
    public static final String IN_NAMESPACE = "namespace";

    public static final String IN_SESSION = "session";

    /** Whether that very process exists and has not become a zombie. */
    public boolean isAlive() {
        if (!bootId.equals(ProcStat.bootId())) return false;
        ProcStat now = ProcStat.of(pid);
        return now != null && now.startTicks() == startTicks && !now.isDead();
    }
}
