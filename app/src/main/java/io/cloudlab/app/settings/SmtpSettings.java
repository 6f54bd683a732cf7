package io.cloudlab.app.settings;

import io.cloudlab.app.failure.StartFailure;
import io.cloudlab.core.shared.InvalidInput;
import io.cloudlab.http.SmtpConfig;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads the settings of the mail server. */
final class SmtpSettings {

    private static final List<Setting> NEED_A_HOST = List.of(
            Setting.SMTP_PORT, Setting.SMTP_USERNAME, Setting.SMTP_PASSWORD, Setting.SMTP_TLS, Setting.SMTP_FROM);

    private SmtpSettings() {}

    /** Empty where no mail server is named. @throws StartFailure naming the setting at fault */
    static Optional<SmtpConfig> of(Settings settings) {
        SmtpConfig.Tls tls = SmtpConfig.Tls.valueOf(
                settings.word(Setting.SMTP_TLS, "starttls", "none", "tls").toUpperCase(Locale.ROOT));
        int port = settings.number(Setting.SMTP_PORT, tls.defaultPort(), 1, 65535);
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
        } catch (AddressException | InvalidInput e) {
            throw settings.bad(Setting.SMTP_FROM, "an e-mail address");
        }
    }
}
