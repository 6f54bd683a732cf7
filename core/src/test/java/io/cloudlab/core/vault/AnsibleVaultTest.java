package io.cloudlab.core.vault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.shared.Refused;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against texts that ansible-vault has written; the end-to-end tests try both directions with the program itself. */
class AnsibleVaultTest {
    private static final String PASSWORD = "correct horse battery";
    private static final byte[] SALT = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);
    private static final String PLAIN = "vultr_api_key: EXAMPLE-KEY-0123456789\n";
    private static final String FILE = """
            $ANSIBLE_VAULT;1.1;AES256
            33303331333233333334333533363337333833393631363236333634363536363330333133323333
            3334333533363337333833393631363236333634363536360a646533333134336231393632393265
            35633339666562323862643266316339636335323837646461666339343638323563346236366264
            3466356532656633630a396566363235313666383363663032616437333730626633623332663861
            37626662613463633936366365633630623562363964663736336230326139366565343034363536
            6230323235636164613034366234656136343265633733643036
            """;

    private final AnsibleVault vault = new AnsibleVault(PASSWORD.toCharArray());

    @Test
    void fileIsWrittenByteForByteAsAnsibleVaultWritesIt() {
        assertThat(vault.encrypt(PLAIN.getBytes(UTF_8), null, SALT))
                .asString(UTF_8)
                .isEqualTo(FILE);
        assertThat(vault.encrypt(PLAIN.getBytes(UTF_8), "default", SALT))
                .asString(UTF_8)
                .isEqualTo(FILE);
        assertThat(vault.encrypt(PLAIN.getBytes(UTF_8), "lab", SALT))
                .asString(UTF_8)
                .isEqualTo(FILE.replace(";1.1;AES256", ";1.2;AES256;lab"));
    }

    @ParameterizedTest
    @CsvSource({
        "'',caaab4a4eb0d8dec61730768ff5fab6fd835d18f574ed1ebda7646532baf11cd,f89359729a73814aae787086da05ba2e",
        "0123456789abcdef,295343ba64ecca0b8d528f28100665dcdb18192faaa018df70a851c4edfd5226,"
                + "d8b27b51be56a76d865101f4a971cf58b3f591d630b95deee3d4ca439108b5ca"
    })
    void wholeBlocksArePaddedByAnotherOne(String plain, String hmac, String ciphertext) {
        assertThat(inner(vault.encrypt(plain.getBytes(UTF_8), null, SALT))).endsWith("\n" + hmac + "\n" + ciphertext);
        assertThat(vault.decrypt(vault.encrypt(plain.getBytes(UTF_8))))
                .asString(UTF_8)
                .isEqualTo(plain);
    }

    @Test
    void passwordMayHoldAnyCharacter() {
        AnsibleVault other = new AnsibleVault("p\u00e4ssw\u00f6rd\u2603".toCharArray());

        assertThat(inner(other.encrypt(PLAIN.getBytes(UTF_8), null, SALT)))
                .endsWith(
                        "\nfa682d11eda34aa85759db43575d7331b0b0c182bc82fc5e9001a2aea35a4eef\n"
                                + "4cbec6a08c040ba0681c108bd14bc0fbdcabb4b244bec2764cb41d0eda91fa5080501df5115497682919e1aa2e555211");
    }

    @Test
    void fileIsReadAsLeniently() {
        String[] lines = FILE.split("\n", 2);
        for (String variant : new String[] {
            FILE,
            FILE.replace("\n", "\r\n"),
            FILE + "\n\n  \n",
            lines[0] + "  \n" + lines[1].replace("\n", ""),
            lines[0] + "\n" + lines[1].toUpperCase(Locale.ROOT),
            FILE.replace(";1.1;AES256", ";1.2;AES256;lab"),
            lines[0] + "\n" + lines[1].indent(10)
        }) {
            assertThat(vault.decrypt(variant.getBytes(UTF_8)))
                    .as(variant)
                    .asString(UTF_8)
                    .isEqualTo(PLAIN);
        }
    }

    @Test
    void labelOfAnotherToolIsHandedOn() {
        byte[] odd = new String(vault.encrypt("x".getBytes(UTF_8), "lab"), UTF_8)
                .replaceFirst(";lab\n", ";my l\u00e4b: #1\n")
                .getBytes(UTF_8);
        assertThat(new String(vault.reencrypt(vault.decrypt(odd), odd), UTF_8))
                .startsWith("$ANSIBLE_VAULT;1.2;AES256;my l\u00e4b: #1\n");
        byte[] plain = vault.encrypt("x".getBytes(UTF_8));
        assertThat(new String(vault.reencrypt(vault.decrypt(plain), plain), UTF_8))
                .startsWith("$ANSIBLE_VAULT;1.1;AES256\n");
    }

    @Test
    void labelStandsInTheHeader() {
        assertThat(AnsibleVault.label(FILE.getBytes(UTF_8))).isNull();
        assertThat(AnsibleVault.label(vault.encrypt(new byte[0], "lab"))).isEqualTo("lab");
        for (String label : new String[] {"", "a;b", "a b", "a\nb", "x".repeat(101)})
            assertThatThrownBy(() -> vault.encrypt(new byte[0], label)).isInstanceOf(Refused.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain: text\n",
                "\n$ANSIBLE_VAULT;1.1;AES256\n33",
                "$ANSIBLE_VAULT;1.0;AES\n33",
                "$ANSIBLE_VAULT;1.1;AES\n33",
                "$ANSIBLE_VAULT;1.1;AES256",
                "$ANSIBLE_VAULT;1.1;AES256\n",
                "$ANSIBLE_VAULT;1.1;AES256\nnot hexadecimal",
                "$ANSIBLE_VAULT;1.1;AES256\n333",
                "$ANSIBLE_VAULT;1.1;AES256\n33",
                "$ANSIBLE_VAULT;1.1;AES256\n0a0a",
                "$ANSIBLE_VAULT"
            })
    void whatIsNotInTheFormatIsRefused(String text) {
        assertThatThrownBy(() -> vault.decrypt(text.getBytes(UTF_8)))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo("not-a-vault"));
    }

    @Test
    void anotherPasswordAndEveryChangeIsNoticed() {
        refusesPassword(new AnsibleVault("another".toCharArray()), FILE);
        int last = FILE.length() - 2;
        refusesPassword(vault, FILE.substring(0, last) + "7\n");
        refusesPassword(vault, FILE.replace("33303331", "33313331"));
    }

    @Test
    void randomTextsComeBackAndNoTwoFilesAreAlike() {
        Random random = new Random(7);
        for (int length : new int[] {1, 15, 16, 17, 100_000}) {
            byte[] plain = new byte[length];
            random.nextBytes(plain);
            byte[] file = vault.encrypt(plain);
            assertThat(vault.decrypt(file)).isEqualTo(plain);
            assertThat(vault.encrypt(plain)).isNotEqualTo(file);
            assertThat(AnsibleVault.isEncrypted(file)).isTrue();
            assertThat(AnsibleVault.isEncrypted(plain)).isFalse();
        }
    }

    @Test
    void emptyPasswordIsRefused() {
        assertThatThrownBy(() -> new AnsibleVault(new char[0])).isInstanceOf(Refused.class);
    }

    private static void refusesPassword(AnsibleVault with, String file) {
        assertThatThrownBy(() -> with.decrypt(file.getBytes(UTF_8)))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo("wrong-vault-password"));
    }

    private static String inner(byte[] file) {
        String text = new String(file, UTF_8);
        return new String(
                HexFormat.of().parseHex(text.substring(text.indexOf('\n')).replace("\n", "")), UTF_8);
    }
}
