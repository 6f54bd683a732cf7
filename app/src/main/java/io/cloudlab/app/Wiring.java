package io.cloudlab.app;

import io.cloudlab.core.CloudLab;
import io.cloudlab.core.Lab;
import io.cloudlab.core.Stores;
import io.cloudlab.core.identity.SetupGate;
import io.cloudlab.http.HttpAdapter;
import io.cloudlab.http.HttpConfig;
import io.cloudlab.persistence.JdbiPersistence;
import io.cloudlab.process.JobOptions;
import io.cloudlab.process.LabDirectory;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;

/** Puts the parts together, and takes them apart in the reverse order. */
final class Wiring implements AutoCloseable {
    private static final String TOKEN_KEY = "session-tokens";

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final AppConfig config;
    private int port;

    private Wiring(AppConfig config) {
        this.config = config;
    }

    /** @throws StartFailure or a refusal of a part; nothing stays open then */
    static Wiring start(AppConfig config) {
        Wiring wiring = new Wiring(config);
        try {
            wiring.open();
            return wiring;
        } catch (RuntimeException | Error failed) {
            wiring.close();
            throw failed;
        }
    }

    private void open() {
        DataDirectory data = keep(DataDirectory.open(config.data()));
        var key = config.masterKey().orElseGet(data::masterKey);
        Labs.prepare(config.lab());
        Stores stores = keep(stores(data));
        SetupGate gate =
                config.isPrivate() || !stores.users().isEmpty() ? SetupGate.OPEN : FileSetupGate.create(data.path());
        Lab lab = keep(LabDirectory.at(config.lab()).withJobs(data.jobs(), jobOptions()));
        CloudLab.Builder builder = CloudLab.builder()
                .stores(stores)
                .labDirectory(lab)
                .masterKey(key)
                .passwordHasher(new BcryptPasswordHasher(BcryptPasswordHasher.COST))
                .setupGate(gate)
                .jobLimits(config.jobLimits())
                .sessionLifetime(config.tokenLifetime());
        config.vaultPassword().ifPresent(builder::vaultPassword);
        CloudLab cloudLab = keep(builder.build());
        port = keep(HttpAdapter.start(cloudLab, httpConfig(key.derive(TOKEN_KEY))))
                .port();
    }

    private Stores stores(DataDirectory data) {
        return config.database()
                .map(database -> JdbiPersistence.connect(
                        database.url(), database.user(), database.password().toCharArray()))
                .orElseGet(() -> JdbiPersistence.embedded(data.path()));
    }

    private JobOptions jobOptions() {
        JobOptions options = JobOptions.DEFAULT.withFreeShare(config.minFreeDiskPercent() / 100.0);
        return config.weakContainment() ? options.withoutNamespaces() : options;
    }

    private HttpConfig httpConfig(byte[] tokenKey) {
        return HttpConfig.with(tokenKey)
                .at(config.host(), config.port())
                .withPublicUrl(config.publicUrl().orElse(null))
                .withAllowedOrigins(new HashSet<>(config.allowedOrigins()))
                .withAllowedHosts(new HashSet<>(config.allowedHosts()))
                .withTrustedProxies(config.trustedProxies());
    }

    /** Where the server listens, as a URL. */
    String address() {
        String host = config.host().contains(":") ? "[" + config.host() + "]" : config.host();
        return "http://" + host + ":" + port;
    }

    private <T extends AutoCloseable> T keep(T part) {
        open.push(part);
        return part;
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception failed) {
                org.slf4j.LoggerFactory.getLogger(Wiring.class).warn("A part could not be closed in order.", failed);
            }
        }
    }
}
