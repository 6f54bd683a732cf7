package io.cloudlab.app.server;

import io.cloudlab.app.failure.IoErrorText;
import io.cloudlab.app.failure.StartFailure;
import io.cloudlab.app.settings.AppConfig;
import io.cloudlab.core.CloudLab;
import io.cloudlab.core.Version;
import io.cloudlab.core.shared.CloudLabException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the system: as a server until the process is told to end, or for one piece of work. */
public final class Server {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);

    private Server() {}

    /** Starts, says that it is ready, and returns; the server's threads keep the process alive. */
    public static void run(AppConfig config) {
        LogFormat.setLevel(config.logLevel());
        requireFreePort(config);
        Wiring wiring = open(config, Wiring::serve);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(wiring), "cloudlab-stop"));
        LOG.info(
                "CloudLab Manager {} listens at {}; Java {}, data {}, lab {}, database {}",
                Version.current(),
                wiring.address(),
                Runtime.version(),
                config.data(),
                config.lab(),
                config.database().isPresent() ? "PostgreSQL" : "H2");
        System.out.println("CloudLab Manager is ready at " + wiring.address());
        System.out.flush();
        HeapSettings.applyInBackground();
    }

    private static void stop(Wiring wiring) {
        LOG.info("Stopping; running jobs go on");
        wiring.close();
        LOG.info("Stopped");
    }

    /** Does something while no server runs on the data directory. */
    public static void offline(AppConfig config, Consumer<CloudLab> work) {
        open(config, wiring -> work.accept(wiring.offline())).close();
    }

    /** Nothing stays open after a failure, and nothing that was made stays. */
    private static Wiring open(AppConfig config, Consumer<Wiring> use) {
        Wiring wiring = new Wiring(config);
        try {
            use.accept(wiring);
            return wiring;
        } catch (CloudLabException e) {
            wiring.undo();
            throw new StartFailure(e.detail(), e);
        } catch (UncheckedIOException e) {
            wiring.undo();
            throw cannotListen(config, e);
        } catch (RuntimeException | Error e) {
            wiring.undo();
            throw e;
        }
    }

    /** Before anything is made; another program may still take the port until the server listens itself. */
    private static void requireFreePort(AppConfig config) {
        if (config.port() == 0) return;
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(config.host(), config.port()));
        } catch (IOException e) {
            throw cannotListen(config, e);
        }
    }

    private static StartFailure cannotListen(AppConfig config, Throwable failed) {
        String where = config.host() + " port " + config.port();
        return new StartFailure("Cannot listen on " + where + ": " + IoErrorText.of(innermost(failed)) + ".", failed);
    }

    private static Throwable innermost(Throwable failure) {
        Throwable at = failure;
        for (Throwable cause = at.getCause(); cause != null; cause = at.getCause()) at = cause;
        return at;
    }
}
