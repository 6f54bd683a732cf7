package io.cloudlab.app.server;

import io.cloudlab.app.directory.DataDirectory;
import io.cloudlab.app.directory.LabPreparation;
import io.cloudlab.app.directory.Trees;
import io.cloudlab.app.failure.StartFailure;
import io.cloudlab.app.settings.AppConfig;
import io.cloudlab.core.CloudLab;
import io.cloudlab.core.Lab;
import io.cloudlab.core.Stores;
import io.cloudlab.core.identity.SetupGate;
import io.cloudlab.core.identity.password.PasswordHasher;
import io.cloudlab.core.server.ServerIdentity;
import io.cloudlab.core.server.ServerLease;
import io.cloudlab.core.terminal.TerminalSetup;
import io.cloudlab.core.vault.MasterKey;
import io.cloudlab.core.vault.Vault;
import io.cloudlab.http.BcryptPasswordHasher;
import io.cloudlab.http.HttpAdapter;
import io.cloudlab.http.HttpConfig;
import io.cloudlab.http.SmtpMailer;
import io.cloudlab.process.JobOptions;
import io.cloudlab.process.LabDirectory;
import io.cloudlab.process.ServerFile;
import io.cloudlab.ssh.SshjShells;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the parts together, and takes them apart in the reverse order. */
final class Wiring implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);

    private static final String TOKEN_KEY = "session-tokens";

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final AppConfig config;
    private final DataDirectory data;
    private @Nullable MasterKey key;
    private @Nullable Path unpacked;
    private int port;

    /**
     * Takes hold of the data directory.
     *
     * @throws StartFailure if that is not possible
     */
    Wiring(AppConfig config) {
        this.config = config;
        this.data = keep(DataDirectory.open(config.data()));
    }

    /** The whole server. What serves is loaded while the database is opened; from then on one thread does everything. */
    void serve() {
        CompletableFuture<Void> loading = CompletableFuture.runAsync(HttpAdapter::rehearse);
        if (LabPreparation.prepare(config.lab())) unpacked = config.lab();
        CloudLab.Builder builder = builder();
        builder.terminals(new TerminalSetup(
                new SshjShells(), LabDirectory.at(config.lab()).logins(data.path()), config.terminalLimits(), null));
        config.smtp().map(SmtpMailer::new).ifPresent(builder::mailer);
        CloudLab cloudLab = keep(builder.build());
        loading.join();
        port = keep(HttpAdapter.start(cloudLab, httpConfig())).port();
        data.rememberAddress(address());
    }

    /** The system without its server: nothing listens, no job is taken up, no mail is sent. */
    CloudLab offline() {
        return keep(builder().withoutJobs().build());
    }

    private CloudLab.Builder builder() {
        ServerIdentity server = ServerFile.in(data.path().resolve("server-id"));
        if (config.database().isEmpty()) key = masterKey(false); // the database's file would be taken for an older one
        Stores stores = keep(ConfiguredDatabase.open(config, data.path(), server.id()));
        ServerLease.requireNoOther(stores.leases(), server);
        if (key == null) key = masterKey(Vault.isSealed(stores.secrets()));
        Lab lab = keep(LabDirectory.at(config.lab()).withJobs(data.jobs(), jobOptions()));
        CloudLab.Builder builder = CloudLab.builder()
                .stores(stores)
                .labDirectory(lab)
                .masterKey(key)
                .server(server)
                .passwordHasher(passwordHasher())
                .setupGate(setupGate(stores))
                .jobLimits(config.jobLimits())
                .sessionLifetime(config.tokenLifetime())
                .linkLifetimes(config.inviteLifetime(), config.resetLifetime())
                .publicUrl(() -> config.publicUrl().orElseGet(() -> URI.create(address())));
        config.vaultPassword().ifPresent(builder::vaultPassword);
        return builder;
    }

    private MasterKey masterKey(boolean sealed) {
        return config.masterKey().orElseGet(() -> data.masterKey(sealed));
    }

    private PasswordHasher passwordHasher() {
        PasswordHasher hasher = new BcryptPasswordHasher(config.bcryptCost());
        return config.commonPasswords() ? hasher.allowingCommon() : hasher;
    }

    private SetupGate setupGate(Stores stores) {
        return config.isPrivate() || !stores.users().isEmpty() ? SetupGate.OPEN : FileSetupGate.create(data.path());
    }

    private JobOptions jobOptions() {
        JobOptions options = JobOptions.DEFAULT
                .withFreeShare(config.minFreeDiskPercent() / 100.0)
                .withLinger(config.outputQuiet(), config.outputLinger())
                .hiding(data.path());
        return config.weakContainment() ? options.withoutNamespaces() : options;
    }

    private HttpConfig httpConfig() {
        return HttpConfig.with(Objects.requireNonNull(key).derive(TOKEN_KEY))
                .at(config.host(), config.port())
                .withPublicUrl(config.publicUrl().orElse(null))
                .withAllowedOrigins(new HashSet<>(config.allowedOrigins()))
                .withAllowedHosts(new HashSet<>(config.allowedHosts()))
                .withTrustedProxies(config.trustedProxies())
                .withRateLimits(config.rateLimits())
                .withUploadLimit(config.uploadLimit())
                .withTokensInQuery(config.tokensInQuery());
    }

    /** Where the server listens, as a URL; before it does, where it listened last, or as configured. */
    String address() {
        return port == 0 ? data.lastAddress().orElseGet(this::configuredAddress) : configuredAddress();
    }

    private String configuredAddress() {
        String host = config.host().contains(":") ? "[" + config.host() + "]" : config.host();
        return "http://" + host + ":" + (port == 0 ? config.port() : port);
    }

    private <T extends AutoCloseable> T keep(T part) {
        open.push(part);
        return part;
    }

    /** Takes everything apart, and removes what this start alone has made. */
    void undo() {
        data.discard();
        close();
        try {
            if (unpacked != null) Trees.delete(unpacked);
        } catch (IOException e) {
            LOG.warn("The samples in {} could not be removed after the failed start", unpacked, e);
        }
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                LOG.warn("A component could not be closed.", e);
            }
        }
    }
}
