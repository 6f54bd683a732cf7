package io.cloudlab.http;

import java.util.Optional;

/**
 * How mail leaves this server.
 *
 * @param username for SMTP AUTH; empty where the mail server asks for none
 * @param from the sender's address
 */
public record SmtpConfig(
        String host, int port, Optional<String> username, Optional<String> password, Tls tls, String from) {

    /** How the connection is protected. */
    public enum Tls {
        NONE(25),
        STARTTLS(587),
        TLS(465);

        private final int defaultPort;

        Tls(int defaultPort) {
            this.defaultPort = defaultPort;
        }

        public int defaultPort() {
            return defaultPort;
        }
    }

    /** Leaves the password out. */
    @Override
    public String toString() {
        return "SmtpConfig[" + host + ":" + port + "]";
    }
}
