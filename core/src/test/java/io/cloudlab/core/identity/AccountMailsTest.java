package io.cloudlab.core.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.identity.mail.Mail;
import io.cloudlab.core.identity.user.NewUser;
import io.cloudlab.core.shared.Unavailable;
import io.cloudlab.core.testing.Eventually;
import io.cloudlab.core.testing.TestCloudLab;
import io.cloudlab.core.testing.TestPeople;
import io.cloudlab.core.testing.fake.FakeMailer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Contents and delivery of account mails. */
class AccountMailsTest {
    private final FakeMailer mailer = new FakeMailer();
    private final TestCloudLab lab = new TestCloudLab(builder -> builder.mailer(mailer));
    private final TestPeople people = new TestPeople(lab);
    private final Caller root = people.administrator();

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void invitationIsMailedAndItsLinkIsNotHandedOver() {
        Invited invited = people.invite(root, "mira");

        assertThat(invited.mailed()).isTrue();
        assertThat(invited.link()).isNull();
        Mail mail = mailer.await(1);
        assertThat(mail.to().value()).isEqualTo("mira@lab.test");
        assertThat(mail.subject()).doesNotContain("\n");
        assertThat(mail.text())
                .contains("http://127.0.0.1:8000/#accept-invite-")
                .contains("72 hours");
        assertThat(mail.html()).contains("<a href=\"http://127.0.0.1:8000/#accept-invite-");
    }

    @Test
    void namesAreEscapedInHtmlAndLiteralInText() {
        String name = "<img src=x onerror=alert(1)> & \"${7*7}\" '";
        lab.cloudLab().invitations().invite(root, new NewUser("mira", "mira@lab.test", name, List.of()));

        Mail mail = mailer.await(1);
        assertThat(mail.text()).contains(name);
        assertThat(mail.html())
                .doesNotContain("<img")
                .contains("&lt;img src=x onerror=alert(1)&gt; &amp; &quot;${7*7}&quot; &#39;");
    }

    @Test
    void closingWaitsForTheMailBeingSent() throws InterruptedException {
        CountDownLatch sending = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        mailer.whileSending(() -> {
            sending.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                interrupted.set(true);
            }
        });
        people.invite(root, "mira");
        sending.await();

        Thread closing = new Thread(lab::close);
        closing.start();
        Eventually.until("closing waits", () -> closing.getState() == Thread.State.TIMED_WAITING);
        go.countDown();
        closing.join();

        assertThat(interrupted).isFalse();
        assertThat(mailer.sent()).hasSize(1);
    }

    @Test
    void unsentMailIsSentAfterARestart() {
        mailer.failing(new Unavailable("mail-down", "The mail server does not answer."));
        people.invite(root, "mira");
        Eventually.until("it was tried", () -> !mailer.tried().isEmpty());
        mailer.failing(null);

        lab.restart();

        Eventually.until("it was sent", () -> {
            lab.clock().advance(Duration.ofMinutes(1));
            return !mailer.sent().isEmpty();
        });
        assertThat(mailer.await(1).to().value()).isEqualTo("mira@lab.test");
    }
}
