package io.cloudlab.core.testing.contract.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.identity.mail.Mail;
import io.cloudlab.core.identity.mail.MailFailed;
import io.cloudlab.core.identity.mail.Mailer;
import io.cloudlab.core.shared.EmailAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

public interface MailerContract {
    Mail MAIL = new Mail(new EmailAddress("mira@lab.test"), "Greetings", "plain text", "<p>other form</p>");

    Mailer mailer();

    /** What has been handed over so far, each mail as text. */
    List<String> delivered();

    /** From now on no mail is taken. */
    void refuse() throws Exception;

    @Test
    default void mailArrivesInBothForms() {
        mailer().send("mail-1", MAIL);
        assertThat(delivered())
                .singleElement()
                .asString()
                .contains("mira@lab.test", "Greetings", "plain text", "<p>other form</p>");
    }

    @Test
    default void refusedMailFails() throws Exception {
        refuse();
        assertThatThrownBy(() -> mailer().send("mail-1", MAIL)).isInstanceOf(MailFailed.class);
        assertThat(delivered()).isEmpty();
    }
}
