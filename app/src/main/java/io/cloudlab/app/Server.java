package io.cloudlab.app;

import io.cloudlab.core.shared.CloudLabException;
import java.io.UncheckedIOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the server until the process is told to end. */
final class Server {
    private static final Logger LOGGER = LoggerFactory.getLogger(Server.class);

    private Server() {}

    /** Starts, says that it is ready, and returns; the server's threads keep the process alive. */
    static void run(ServeOptions options) {
        AppConfig config = options.config();
        Wiring wiring = start(config);
        Runtime.getRuntime().addShutdownHook(new Thread(wiring::close, "cloudlab-stop"));
        System.out.println("CloudLab Manager is ready at " + wiring.address());
        System.out.flush();
    }

    private static Wiring start(AppConfig config) {
        try {
            return Wiring.start(config);
        } catch (CloudLabException refused) {
            LOGGER.debug("The start was refused.", refused);
            throw new StartFailure(refused.detail(), refused);
        } catch (UncheckedIOException failed) {
            throw new StartFailure(
                    "Cannot listen on " + config.host() + " port " + config.port() + ": "
                            + Reasons.of(failed.getCause()) + ".",
                    failed);
        }
    }
}
