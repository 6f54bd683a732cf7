package io.cloudlab.app.settings;

import java.util.Arrays;
import java.util.Optional;

/** Every setting there is, under the name it has in the environment and in a properties file. */
public enum Setting {
    HOST,
    PORT,
    DATA,
    LAB,
    DATABASE_URL,
    DATABASE_USER,
    DATABASE_PASSWORD(true),
    PUBLIC_URL,
    ALLOWED_ORIGINS,
    ALLOWED_HOSTS,
    TRUSTED_PROXIES,
    SMTP_HOST,
    SMTP_PORT,
    SMTP_USERNAME,
    SMTP_PASSWORD(true),
    SMTP_TLS,
    SMTP_FROM,
    MASTER_KEY(true),
    VAULT_PASSWORD(true),
    BCRYPT_COST,
    COMMON_PASSWORDS,
    RATE_LIMITS,
    TOKEN_TTL,
    INVITE_TTL,
    RESET_TTL,
    MAX_UPLOAD,
    SOCKET_TOKENS,
    MAX_JOBS,
    JOB_GRACE,
    JOB_RETENTION,
    JOB_CONTAINMENT,
    JOB_QUIET,
    JOB_LINGER,
    TERMINALS,
    TERMINALS_PER_USER,
    TERMINAL_IDLE,
    TERMINAL_LONGEST,
    TERMINAL_RESUME,
    MIN_FREE_DISK,
    LOG_LEVEL;

    static final String PREFIX = "CLOUDLAB_";
    static final String FILE_SUFFIX = "_FILE";

    /** Whether the value may also stand in a file named by the variable with {@link #FILE_SUFFIX}. */
    final boolean secret;

    Setting() {
        this(false);
    }

    Setting(boolean secret) {
        this.secret = secret;
    }

    public String variable() {
        return PREFIX + name();
    }

    static Optional<Setting> of(String variable) {
        return Arrays.stream(values())
                .filter(setting -> setting.variable().equals(variable)
                        || setting.secret && (setting.variable() + FILE_SUFFIX).equals(variable))
                .findFirst();
    }
}
