package io.cloudlab.core.testing.fake;

import io.cloudlab.core.identity.mail.MailFailed;
import io.cloudlab.core.identity.mail.Mailer;
import io.cloudlab.core.inventory.type.Field;
import io.cloudlab.core.inventory.type.FieldType;
import io.cloudlab.core.inventory.type.ItemType;
import io.cloudlab.core.inventory.type.TypeSlug;
import io.cloudlab.core.inventory.type.TypeSource;
import io.cloudlab.core.services.CatalogueSource;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.terminal.shell.CannotConnect;
import io.cloudlab.core.terminal.shell.RemoteShell;
import io.cloudlab.core.terminal.shell.Shell;
import io.cloudlab.core.terminal.shell.ShellLogin;
import io.cloudlab.core.terminal.shell.ShellUser;
import io.cloudlab.core.testing.contract.lab.CatalogueSourceContract;
import io.cloudlab.core.testing.contract.lab.MailerContract;
import io.cloudlab.core.testing.contract.lab.RemoteShellContract;
import io.cloudlab.core.testing.contract.lab.SecretsFileContract;
import io.cloudlab.core.testing.contract.lab.TypeSourceContract;
import io.cloudlab.core.vault.SecretsFile;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;

/** Fakes keep the contracts of the real adapters. */
class FakesContractTest {
    @Nested
    class Catalogue implements CatalogueSourceContract {
        private final FakeCatalogue catalogue = new FakeCatalogue();

        @Override
        public CatalogueSource source() {
            return catalogue;
        }

        @Override
        public void make(ServiceName service) {
            catalogue.add(service.value());
        }

        @Override
        public void remove(ServiceName service) {
            catalogue.remove(service);
        }
    }

    @Nested
    class Types implements TypeSourceContract {
        private final FakeTypes types = new FakeTypes();

        @Override
        public TypeSource source() {
            return types;
        }

        @Override
        public void declare(String... slugs) {
            types.set(Stream.of(slugs)
                    .map(slug -> new ItemType(
                            new TypeSlug(slug),
                            slug,
                            null,
                            "",
                            List.of(Field.of("name", FieldType.STRING)),
                            List.of(),
                            null))
                    .toArray(ItemType[]::new));
        }

        @Override
        public void takeAway() {
            types.away();
        }
    }

    @Nested
    class Secrets implements SecretsFileContract {
        private final FakeSecretsFile file = new FakeSecretsFile();

        @Override
        public SecretsFile file() {
            return file;
        }

        @Override
        public void write(byte[] content) {
            file.content(content);
        }

        @Override
        public void delete() {
            file.content(null);
        }
    }

    @Nested
    class Mails implements MailerContract {
        private final FakeMailer mailer = new FakeMailer();

        @Override
        public Mailer mailer() {
            return mailer;
        }

        @Override
        public List<String> delivered() {
            return mailer.sent().stream()
                    .map(FakeMailer.Sent::mail)
                    .map(mail -> String.join("\n", mail.to().value(), mail.subject(), mail.text(), mail.html()))
                    .toList();
        }

        @Override
        public void refuse() {
            mailer.failing(new MailFailed("no", false, new IllegalStateException()));
        }
    }

    @Nested
    class Shells implements RemoteShellContract {
        private final FakeRemoteShell shells = new FakeRemoteShell();

        @Override
        public RemoteShell shells() {
            return shells;
        }

        @Override
        public ShellLogin login() {
            return new ShellLogin("host.lab", 22, new ShellUser("root"), new byte[0]);
        }

        @Override
        public ShellLogin nowhere() {
            shells.refusing(new CannotConnect("unreachable", "Nothing listens there."));
            return login();
        }

        @Override
        public void print(Shell shell, String word) {
            ((FakeRemoteShell.Opened) shell).print(word);
        }

        @Override
        public void exit(Shell shell, int code) {
            ((FakeRemoteShell.Opened) shell).exit(code);
        }
    }
}
