package io.cloudlab.app;

import io.cloudlab.core.shared.InvalidInput;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How mail leaves this server. */
record SmtpConfig(String host, int port, Optional<String> username, Optional<String> password, Tls tls, String from) {

    private static final List<Setting> NEED_A_HOST = List.of(
            Setting.SMTP_PORT, Setting.SMTP_USERNAME, Setting.SMTP_PASSWORD, Setting.SMTP_TLS, Setting.SMTP_FROM);

    /** How the connection is protected. */
    enum Tls {
        NONE(25),
        STARTTLS(587),
        TLS(465);

        private final int usualPort;

        Tls(int usualPort) {
            this.usualPort = usualPort;
        }
    }

    /** Empty where no mail server is named. @throws StartFailure naming the setting at fault */
    static Optional<SmtpConfig> of(Settings settings) {
        Tls tls = Tls.valueOf(
                settings.word(Setting.SMTP_TLS, "starttls", "none", "tls").toUpperCase(Locale.ROOT));
        int port = settings.number(Setting.SMTP_PORT, tls.usualPort, 1, 65535);
        Optional<String> from = settings.text(Setting.SMTP_FROM);
        from.ifPresent(address -> checkAddress(settings, address));
        Optional<String> mailServer = settings.text(Setting.SMTP_HOST);
        if (mailServer.isEmpty()) {
            for (Setting other : NEED_A_HOST) {
                if (settings.text(other).isPresent())
                    throw new StartFailure(other.variable() + " needs " + Setting.SMTP_HOST.variable() + ".");
            }
        }
        return mailServer.map(host -> new SmtpConfig(
                host,
                port,
                settings.text(Setting.SMTP_USERNAME),
                settings.text(Setting.SMTP_PASSWORD),
                tls,
                from.orElse("cloudlab@" + host)));
    }

    private static void checkAddress(Settings settings, String address) {
        try {
            new InternetAddress(address, true);
        } catch (AddressException | InvalidInput bad) {
            throw settings.bad(Setting.SMTP_FROM, "an e-mail address");
        }
    }

    /** Leaves the password out. */
    @Override
    public String toString() {
        return "SmtpConfig[" + host + ":" + port + "]";
    }
}
