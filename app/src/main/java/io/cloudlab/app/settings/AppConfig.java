package io.cloudlab.app.settings;

import io.cloudlab.app.failure.StartFailure;
import io.cloudlab.core.jobs.JobLimits;
import io.cloudlab.core.terminal.TerminalLimits;
import io.cloudlab.core.vault.MasterKey;
import io.cloudlab.http.BcryptPasswordHasher;
import io.cloudlab.http.HttpConfig;
import io.cloudlab.http.SmtpConfig;
import io.cloudlab.process.JobOptions;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The checked configuration of a server; see docs/operating.md for what each setting means. */
public record AppConfig(
        String host,
        int port,
        Path data,
        Path lab,
        Optional<Database> database,
        Optional<URI> publicUrl,
        List<String> allowedOrigins,
        List<String> allowedHosts,
        List<String> trustedProxies,
        Optional<MasterKey> masterKey,
        Optional<String> vaultPassword,
        Duration tokenLifetime,
        Duration inviteLifetime,
        Duration resetLifetime,
        Optional<SmtpConfig> smtp,
        int bcryptCost,
        boolean commonPasswords,
        boolean rateLimits,
        long uploadLimit,
        boolean tokensInQuery,
        JobLimits jobLimits,
        TerminalLimits terminalLimits,
        boolean weakContainment,
        Duration outputQuiet,
        Duration outputLinger,
        int minFreeDiskPercent,
        String logLevel) {

    /** Checks what the HTTP adapter will be given. */
    private static final HttpConfig HTTP = HttpConfig.with(new byte[MasterKey.LENGTH]);

    /** A database other than the embedded one. */
    public record Database(String url, String user, String password) {
        @Override
        public String toString() {
            return "Database";
        }
    }

    /** @throws StartFailure naming the setting at fault */
    public static AppConfig of(Settings settings) {
        JobLimits limits = JobLimits.DEFAULT;
        boolean budgets = settings.word(Setting.RATE_LIMITS, "on", "off").equals("on");
        return new AppConfig(
                settings.text(Setting.HOST).orElse("127.0.0.1"),
                settings.number(Setting.PORT, 8000, 0, 65535),
                path(settings, Setting.DATA, "data"),
                path(settings, Setting.LAB, "cloudlab"),
                database(settings),
                url(settings),
                list(
                        settings,
                        Setting.ALLOWED_ORIGINS,
                        "a list of origins such as https://console.example.org",
                        origins -> HTTP.withAllowedOrigins(Set.copyOf(origins))),
                list(
                        settings,
                        Setting.ALLOWED_HOSTS,
                        "a list of host names without ports, such as lab.example.org",
                        hosts -> HTTP.withAllowedHosts(Set.copyOf(hosts))),
                list(
                        settings,
                        Setting.TRUSTED_PROXIES,
                        "a list of IP addresses or networks such as 10.0.0.0/8",
                        HTTP::withTrustedProxies),
                settings.text(Setting.MASTER_KEY).map(text -> key(settings, text)),
                settings.text(Setting.VAULT_PASSWORD),
                positive(settings, Setting.TOKEN_TTL, Duration.ofHours(24)),
                positive(settings, Setting.INVITE_TTL, Duration.ofHours(72)),
                positive(settings, Setting.RESET_TTL, Duration.ofHours(1)),
                SmtpSettings.of(settings),
                settings.number(Setting.BCRYPT_COST, BcryptPasswordHasher.DEFAULT_COST, 10, 16),
                settings.word(Setting.COMMON_PASSWORDS, "refuse", "allow").equals("allow"),
                budgets,
                settings.bytes(Setting.MAX_UPLOAD, 100L << 20),
                settings.word(Setting.SOCKET_TOKENS, "query", "ticket").equals("query"),
                new JobLimits(
                        settings.number(Setting.MAX_JOBS, limits.atOnce(), 1, 10_000),
                        settings.duration(Setting.JOB_GRACE, limits.grace()),
                        positive(settings, Setting.JOB_RETENTION, limits.kept()),
                        limits.mostKept(),
                        limits.mostBytesKept(),
                        budgets ? limits.queuedPerUser() : Integer.MAX_VALUE),
                terminalLimits(settings),
                settings.word(Setting.JOB_CONTAINMENT, "auto", "process-group").equals("process-group"),
                settings.duration(Setting.JOB_QUIET, JobOptions.DEFAULT.quiet()),
                settings.duration(Setting.JOB_LINGER, JobOptions.DEFAULT.longest()),
                settings.number(Setting.MIN_FREE_DISK, 5, 0, 99),
                settings.word(Setting.LOG_LEVEL, "info", "error", "warn", "debug"));
    }

    private static TerminalLimits terminalLimits(Settings settings) {
        TerminalLimits limits = TerminalLimits.DEFAULT;
        return new TerminalLimits(
                settings.number(Setting.TERMINALS_PER_USER, limits.perUser(), 1, 10_000),
                settings.number(Setting.TERMINALS, limits.inAll(), 1, 10_000),
                positive(settings, Setting.TERMINAL_IDLE, limits.idle()),
                positive(settings, Setting.TERMINAL_LONGEST, limits.longest()),
                settings.duration(Setting.TERMINAL_RESUME, limits.kept()));
    }

    /** Whether only people on this machine can reach the server. */
    public boolean isPrivate() {
        return publicUrl.isEmpty() && trustedProxies.isEmpty() && isLoopback();
    }

    private boolean isLoopback() {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new StartFailure(Setting.HOST.variable() + " must be an address or host name of this machine.");
        }
    }

    private static Path path(Settings settings, Setting setting, String fallback) {
        try {
            return Path.of(settings.text(setting).orElse(fallback))
                    .toAbsolutePath()
                    .normalize();
        } catch (InvalidPathException e) {
            throw settings.bad(setting, "a path");
        }
    }

    private static Optional<Database> database(Settings settings) {
        Optional<String> url = settings.text(Setting.DATABASE_URL);
        if (url.isPresent() && !url.get().startsWith("jdbc:postgresql:")) {
            throw settings.bad(Setting.DATABASE_URL, "a jdbc:postgresql: URL");
        }
        return url.map(text -> new Database(
                text,
                settings.text(Setting.DATABASE_USER).orElse(""),
                settings.text(Setting.DATABASE_PASSWORD).orElse("")));
    }

    private static Optional<URI> url(Settings settings) {
        return settings.text(Setting.PUBLIC_URL).map(text -> {
            try {
                URI url = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
                boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
                HTTP.withPublicUrl(url);
                if (web && url.getHost() != null && url.getQuery() == null && url.getFragment() == null) return url;
            } catch (URISyntaxException | IllegalArgumentException e) {
                // said below
            }
            throw settings.bad(Setting.PUBLIC_URL, "an http or https URL such as https://lab.example.org");
        });
    }

    private static List<String> list(
            Settings settings, Setting setting, String wanted, Function<List<String>, HttpConfig> use) {
        List<String> list = settings.list(setting);
        try {
            use.apply(list);
            return list;
        } catch (IllegalArgumentException e) {
            throw settings.bad(setting, wanted);
        }
    }

    private static Duration positive(Settings settings, Setting setting, Duration fallback) {
        Duration duration = settings.duration(setting, fallback);
        if (duration.isZero()) throw settings.bad(setting, "longer than nothing");
        return duration;
    }

    private static MasterKey key(Settings settings, String text) {
        try {
            byte[] key = text.length() == 2 * MasterKey.LENGTH
                    ? HexFormat.of().parseHex(text)
                    : Base64.getDecoder().decode(text);
            if (key.length == MasterKey.LENGTH && isVaried(key)) return new MasterKey(key);
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw settings.bad(Setting.MASTER_KEY, MasterKey.LENGTH + " random bytes in Base64 or hexadecimal");
    }

    private static boolean isVaried(byte[] key) {
        boolean[] seen = new boolean[256];
        int different = 0;
        for (byte one : key) {
            if (!seen[one & 0xff]) different++;
            seen[one & 0xff] = true;
        }
        return different >= 8;
    }
}
