package io.cloudlab.core.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactorTest {
    @Test
    void secretIsMaskedByteForByteWhereverItStands() {
        assertThat(masked("hunter22 is hunter22, not hunter2", "hunter22"))
                .isEqualTo("******** is ********, not hunter2");
        assertThat(masked("pässwörd", "pässwörd")).isEqualTo("*".repeat(10));
    }

    @Test
    void secretsThatOverlapAreAllMasked() {
        assertThat(masked("abcdef", "abcd", "cdef")).isEqualTo("******");
        assertThat(masked("abcdef.", "abcdef", "cd")).isEqualTo("******.");
        assertThat(masked("aaaaab", "aaaa")).isEqualTo("*****b");
        assertThat(masked("abcabcab", "abca", "bcab")).isEqualTo("********");
        assertThat(masked("xabcy", "abc", "abcd")).isEqualTo("x***y");
    }

    @Test
    void onlyWhatLiesInsideTheRangeIsMasked() {
        byte[] bytes = "hunter22hunter22".getBytes(StandardCharsets.UTF_8);
        Redactor.of(List.of("hunter22")).mask(bytes, 1, 16);
        assertThat(text(bytes)).isEqualTo("hunter22********");
        bytes = "hunter22".getBytes(StandardCharsets.UTF_8);
        Redactor.of(List.of("hunter22")).mask(bytes, 0, 7);
        assertThat(text(bytes)).isEqualTo("hunter22");
    }

    @Test
    void maskingInPiecesEqualsMaskingAtOnceWhenEachPieceHasItsMargin() {
        Redactor redactor = Redactor.of(List.of("hunter22", "ter22xy"));
        String all = "..hunter22xy..hunter22..".repeat(20);
        String whole = masked(all, "hunter22", "ter22xy");
        byte[] raw = all.getBytes(StandardCharsets.UTF_8);
        int margin = redactor.longest() - 1;

        for (int size = 1; size < 40; size++) {
            StringBuilder pieces = new StringBuilder();
            for (int from = 0; from < raw.length; from += size) {
                int to = Math.min(raw.length, from + size);
                byte[] window = raw.clone();
                redactor.mask(window, Math.max(0, from - margin), Math.min(raw.length, to + margin));
                pieces.append(text(window), from, to);
            }
            assertThat(pieces.toString()).as("pieces of " + size).isEqualTo(whole);
        }
    }

    @Test
    void endThatMayBeTheBeginningOfASecretIsUnsettled() {
        assertThat(unsettled("a line, hunt", "hunter22")).isEqualTo(4);
        assertThat(unsettled("a line, hunter2", "hunter22")).isEqualTo(7);
        assertThat(unsettled("a line, hunter22", "hunter22")).isZero();
        assertThat(unsettled("a line", "hunter22")).isZero();
        assertThat(unsettled("", "hunter22")).isZero();
        assertThat(unsettled("hhunter", "hunter22")).isEqualTo(6);
        assertThat(unsettled("aab", "aabaac", "ab...")).isEqualTo(3);
    }

    @Test
    void unsettledLooksNoFurtherBackThanTheRange() {
        byte[] bytes = "hunter2".getBytes(StandardCharsets.UTF_8);

        assertThat(Redactor.of(List.of("hunter22")).unsettled(bytes, 3, 7)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "it's a \"secret\" \\ with\ttab",
                "p&ss w=rd/?+*~%",
                "ünï\"cö\\dé§",
                "-----BEGIN KEY-----\nAAAAB3NzaC1yc2E\nBBBB/+==\n-----END KEY-----\n",
                "  padded secret  "
            })
    void formsInWhichProgramsPrintASecretAreMasked(String secret) {
        String form = URLEncoder.encode(secret, StandardCharsets.UTF_8);
        String json = secret.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n")
                .replace("\t", "\\t");
        StringBuilder ascii = new StringBuilder();
        json.chars().forEach(c -> ascii.append(c < 0x7f ? (char) c : String.format("\\u%04x", c)));

        for (String printed : List.of(
                secret,
                json,
                ascii.toString(),
                form,
                form.replace("+", "%20").replace("*", "%2A").replace("%7E", "~"),
                secret.replace("'", "'\\''"))) {
            assertThat(masked("<" + printed + ">", secret))
                    .as(printed)
                    .isEqualTo("<" + "*".repeat(printed.getBytes(StandardCharsets.UTF_8).length) + ">");
        }
    }

    @Test
    void secretIsMaskedWithoutTheSpacesAroundItToo() {
        assertThat(masked("<padded secret>", "  padded secret \n")).isEqualTo("<*************>");
    }

    @Test
    void percentEncodingInLowerCaseIsMaskedToo() {
        assertThat(masked("x=a%2fb%2bsecret", "a/b+secret")).isEqualTo("x=" + "*".repeat(14));
        assertThat(masked("x=a%20b%2fc", "a b/c")).isEqualTo("x=" + "*".repeat(9));
        assertThat(masked("x=a+b%2fc", "a b/c")).isEqualTo("x=" + "*".repeat(7));
    }

    @Test
    void percentEncodingThatSparesSomeCharactersIsMaskedToo() {
        String secret = "a/b (c)! d*e'f&g";

        for (String printed : List.of(
                "a/b%20%28c%29%21%20d%2Ae%27f%26g", // Python's quote
                "a%2Fb%20(c)!%20d*e'f%26g", // JavaScript's encodeURIComponent
                "a/b%20(c)!%20d*e'f&g")) // and encodeURI
        assertThat(masked("<" + printed + ">", secret)).isEqualTo("<" + "*".repeat(printed.length()) + ">");
    }

    @Test
    void everyLineOfASecretOfSeveralLinesIsMaskedAlone() {
        String secret = "first line\r\nsecond line\nabc\n";

        assertThat(masked("| first line\n| second line\n| abc", secret))
                .isEqualTo("| **********\n| ***********\n| abc");
    }

    @Test
    void base64InsideSomethingLongerIsMaskedAtEveryAlignment() {
        String secret = "correct horse battery?>";
        for (int before = 0; before < 6; before++) {
            for (int after = 0; after < 6; after++) {
                String all = "u".repeat(before) + secret + "v".repeat(after);
                for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
                    String shown = masked(encoder.encodeToString(all.getBytes(StandardCharsets.UTF_8)), secret);
                    assertThat(lettersLeft(shown)).as(shown).isLessThanOrEqualTo(lettersOf(before + after));
                }
            }
        }
    }

    @Test
    void base64OfTheSecretAloneIsMaskedToItsLastCharacter() {
        for (String secret : List.of("abcd", "abcde", "abcdef", "pässwörd?>")) {
            for (String alone : List.of(secret, secret + "\n")) {
                String encoded = Base64.getEncoder().encodeToString(alone.getBytes(StandardCharsets.UTF_8));
                assertThat(masked(encoded, secret)).matches("\\*+=*");
            }
        }
    }

    @Test
    void base64BrokenIntoLinesIsMasked() {
        String secret = "0123456789abcdefghijklmnopqrstuvwxyz".repeat(5);
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);

        for (int width : new int[] {64, 76}) {
            String wrapped = Base64.getMimeEncoder(width, new byte[] {'\n'}).encodeToString(bytes);
            assertThat(masked(wrapped, secret)).matches("[*\n]+=*");
        }
    }

    @Test
    void nothingIsMaskedWithoutSecrets() {
        assertThat(Redactor.of(List.of())).isSameAs(Redactor.NONE);
        assertThat(Redactor.of(List.of("", ""))).isSameAs(Redactor.NONE);
        assertThat(Redactor.NONE.masksNothing()).isTrue();
        assertThat(Redactor.NONE.longest()).isZero();
        assertThat(Redactor.NONE.unsettled(new byte[3], 0, 3)).isZero();
        assertThat(Redactor.of(List.of("four")).masksNothing()).isFalse();
    }

    @Test
    void nothingLongerThanLongestIsMaskedForOneSecret() {
        assertThat(Redactor.of(List.of("abcdefgh")).longest()).isBetween(10, 100); // eight letters make ten of Base64
        assertThat(Redactor.of(List.of("ab cd/ef")).longest()).isBetween("ab%20cd%2Fef".length(), 400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "o'clock-1234", // as it is
                "o\\'clock-1234", // printf %q, repr
                "o'\\''clock-1234", // set -x
                "o'\"'\"'clock-1234", // shlex.quote
                "o''clock-1234", // YAML
                "o&#x27;clock-1234", // html.escape
                "o&amp;#39;clock-1234", // and again
                "o%27clock-1234",
                "o%2527clock%2D1234",
                "o\\\\\\'clock-1234", // repr in JSON
                "o'\\\"'\\\"'clock-1234", // shlex.quote in JSON
                "o\\u0027clock-1234",
                "o\\x27clock\\055\\\n  1234", // folded
                "o'$'\\''clock-1234"
            })
    void secretIsMaskedInEveryQuotingAndInsideOthers(String printed) {
        assertThat(masked("<" + printed + ">", "o'clock-1234")).isEqualTo("<" + "*".repeat(printed.length()) + ">");
    }

    @Test
    void charactersBeyondAsciiAreMaskedInEveryEscape() {
        String secret = "schlüssel🔑";
        for (String printed : List.of(
                "schl\\xfcssel\\U0001f511", // ascii()
                "schl\\xFCssel\\U0001F511", // YAML
                "schl\\u00fcssel\\ud83d\\udd11", // JSON
                "schl\\\\u00fcssel\\\\ud83d\\\\udd11",
                "schl\\303\\274ssel\\360\\237\\224\\221", // bash
                "schl\\xc3\\xbcssel\\xf0\\x9f\\x94\\x91", // repr of bytes
                "schl%C3%BCssel%f0%9f%94%91",
                "schl&#252;ssel&#x1F511;")) {
            assertThat(masked("<" + printed + ">", secret)).isEqualTo("<" + "*".repeat(printed.length()) + ">");
        }
    }

    @Test
    void whatLooksLikeAnEscapeInTheSecretIsNoneWhereItIsPrintedAsItIs() {
        assertThat(masked("<%41b&amp;\\n1>", "%41b&amp;\\n1")).isEqualTo("<************>");
        assertThat(masked("<%2541b&amp;amp;\\\\n1>", "%41b&amp;\\n1")).isEqualTo("<" + "*".repeat(19) + ">");
        assertThat(masked("C:\\nope1", "nope1")).isEqualTo("C:\\*****");
    }

    @Test
    void otherTextIsNotMasked() {
        for (String text : List.of("oclock-1234", "o'clock 1234", "o'clock-123", "'o'clock_1234", "O'CLOCK-1234")) {
            assertThat(masked(text, "o'clock-1234")).isEqualTo(text);
        }
    }

    @Test
    void quotationMarksAroundASecretStay() {
        assertThat(masked("{\"pw\": \"hunter-22\"}", "hunter-22")).isEqualTo("{\"pw\": \"*********\"}");
        assertThat(masked("pw='-hunter'", "-hunter")).isEqualTo("pw='*******'");
    }

    @Test
    void escapeThatIsCutIsUnsettled() {
        assertThat(unsettled("a line, o", "o'clock-1234")).isEqualTo(1);
        assertThat(unsettled("a line, o\\", "o'clock-1234")).isEqualTo(2);
        assertThat(unsettled("a line, o%2", "o'clock-1234")).isEqualTo(3);
        assertThat(unsettled("a line, o&#x2", "o'clock-1234")).isEqualTo(5);
        assertThat(unsettled("a line, o'\"'\"", "o'clock-1234")).isEqualTo(5);
        assertThat(unsettled("a line, o.", "o'clock-1234")).isZero();
    }

    @Test
    void lineThatEndsWithFewLettersOfASecretIsNotHeldBack() {
        assertThat(unsettled("to\n", "o clock 1234")).isZero();
        assertThat(unsettled("at o clock\n", "o clock 1234")).isEqualTo(8);
    }

    @Test
    void textMadeToTakeLongIsMaskedAsAWhole() {
        String secret = "%25".repeat(130);
        byte[] bytes = ("ok " + "%25".repeat(10_000) + "x").getBytes(StandardCharsets.UTF_8);
        Redactor.of(List.of(secret)).mask(bytes, 0, bytes.length);
        assertThat(text(bytes)).startsWith("ok ***").doesNotContain("%25%25");
    }

    private static long lettersLeft(String masked) {
        return masked.chars().filter(c -> c != '*' && c != '=').count();
    }

    /** Base64 letters in which other bytes take part, of which the secret's neighbours share up to one each. */
    private static long lettersOf(int otherBytes) {
        return (otherBytes * 8L + 5) / 6 + 2;
    }

    private static int unsettled(String text, String... secrets) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Redactor.of(List.of(secrets)).unsettled(bytes, 0, bytes.length);
    }

    private static String masked(String text, String... secrets) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Redactor.of(List.of(secrets)).mask(bytes, 0, bytes.length);
        return text(bytes);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
