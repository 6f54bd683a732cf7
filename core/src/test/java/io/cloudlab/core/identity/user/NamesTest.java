package io.cloudlab.core.identity.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.identity.password.ComposedPasswords;
import io.cloudlab.core.identity.password.PasswordRules;
import io.cloudlab.core.shared.EmailAddress;
import io.cloudlab.core.shared.InvalidInput;
import io.cloudlab.core.testing.fake.PlainPasswordHasher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules for user names, e-mail addresses and passwords. */
class NamesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "mira",
                "@lab.test",
                "mira@",
                "mira@lab.test,tom@lab.test",
                "mira@lab.test;tom@lab.test",
                "mira@lab.test tom@lab.test",
                "mira@lab.test\r\nBcc: tom@lab.test",
                "mira\n@lab.test",
                "Mira <mira@lab.test>",
                "\"mira\"@lab.test",
                "mira(comment)@lab.test",
                "mira@@lab.test",
                "mira@lab..test",
                ".mira@lab.test",
                "mira.@lab.test",
                "mira@-lab.test",
                "mira@lab_.test",
                "mira@[127.0.0.1]",
                "mira@lab.test\u0000",
                "m\u0456ra@lab.test",
                "mira@\u212aelvin.test",
                "mira@lab.test\u200b",
                "mira@b\u00fc\u200bcher.example",
                "mira@stra\u00dfe.example",
                "mira@\uff4c\uff41\uff42.test",
                "m\u00fcller@b\u00fccher.example"
            })
    void invalidEmailAddressIsRefused(String text) {
        assertThatThrownBy(() -> new EmailAddress(text))
                .isInstanceOfSatisfying(
                        InvalidInput.class,
                        e -> assertThat(e.violations().get(0).member()).isEqualTo("email"));
    }

    @Test
    void commonPasswordMayBeSetWhereThatIsAllowed() {
        var hasher = new ComposedPasswords(new PlainPasswordHasher().allowingCommon());
        PasswordRules.check("password", "Password1".toCharArray(), hasher);
        assertThatThrownBy(() -> PasswordRules.check("password", "short".toCharArray(), hasher))
                .hasMessageContaining("8 characters");
        assertThatThrownBy(() -> PasswordRules.check("password", "admin1234".toCharArray(), new PlainPasswordHasher()))
                .hasMessageContaining("list of common passwords");
    }

    @Test
    void emailAddressIsTrimmedAndInLowerCase() {
        assertThat(new EmailAddress(" Mira.M+lab@Lab.TEST\n").value()).isEqualTo("mira.m+lab@lab.test");
        assertThat(new EmailAddress("root@localhost").value()).isEqualTo("root@localhost");
    }

    @Test
    void hostOfAnEmailAddressMayHaveLettersOfOtherAlphabets() {
        String known = "mira@xn--bcher-kva.example";

        assertThat(new EmailAddress("Mira@B\u00fccher.Example").value()).isEqualTo(known);
        assertThat(new EmailAddress("mira@bu\u0308cher.example").value()).isEqualTo(known);
        assertThat(new EmailAddress(known).value()).isEqualTo(known);
        assertThat(new EmailAddress("mira@mail.\u4f8b\u3048.test").value()).isEqualTo("mira@mail.xn--r8jz45g.test");
    }

    @Test
    void longEmailAddressIsRefusedAtOnce() {
        assertThatThrownBy(() -> new EmailAddress("x".repeat(65) + "@lab.test")).isInstanceOf(InvalidInput.class);
        assertThatThrownBy(() -> new EmailAddress("a@" + "b.".repeat(127) + "c"))
                .isInstanceOf(InvalidInput.class);
        assertThatThrownBy(() -> new EmailAddress("a".repeat(1_000_000))).isInstanceOf(InvalidInput.class);
    }

    @Test
    void usernamesInDifferentCasesAreTheSame() {
        assertThat(new Username("Mira_1").key()).isEqualTo(new Username("mIRA_1").key());
    }

    @Test
    void displayNameIsTrimmedAndMayBeLeftOut() {
        assertThat(DisplayName.of("  Mira \u00c4 \ud83d\ude80 ")).isEqualTo("Mira \u00c4 \ud83d\ude80");
        assertThat(DisplayName.of(null)).isNull();
        assertThat(DisplayName.of(" \t\n")).isNull();
        assertThat(DisplayName.of("\ud83d\ude80".repeat(100))).hasSize(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\r\nb", "a\u0000b", "a\u202egnp.exe", "a\u2028b", "a\ud800b"})
    void displayNameWithInvisibleCharactersOrLineBreaksIsRefused(String name) {
        assertThatThrownBy(() -> DisplayName.of(name)).isInstanceOf(InvalidInput.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"password", "Password123", "QWERTYUIOP", "12345678", "iloveyou", "P@ssw0rd", "letmein123"})
    void commonPasswordIsRefusedInAnyCaseNamingTheMember(String common) {
        assertThatThrownBy(() -> PasswordRules.check("new_password", common.toCharArray(), new PlainPasswordHasher()))
                .isInstanceOfSatisfying(
                        InvalidInput.class,
                        e -> assertThat(e.violations().get(0).member()).isEqualTo("new_password"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"correct horse", "hunter22", "8 chars!", "\ud83d\udc0e\ud83d\udc0e\ud83d\udc0e\ud83d\udc0e1234"})
    void otherPasswordIsAllowed(String password) {
        assertThatCode(() -> PasswordRules.check("password", password.toCharArray(), new PlainPasswordHasher()))
                .doesNotThrowAnyException();
    }
}
