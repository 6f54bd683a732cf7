package io.cloudlab.core.identity.mail;

/** Sends mail. Implementations are thread-safe and give up after a bounded time. */
public interface Mailer {
    /**
     * Hands a mail over to a mail server.
     *
     * @param id the same in all attempts; becomes part of the Message-ID
     * @throws MailFailed if the server has not taken it
     */
    void send(String id, Mail mail);
}
