package io.cloudlab.core.inventory.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.shared.Refused;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FieldValuesTest {
    private static @Nullable Object of(FieldType type, @Nullable Object value) {
        return FieldValues.of(field(type), value);
    }

    private static Field field(FieldType type) {
        Field field = Field.of("thing", type == FieldType.ENUM ? FieldType.STRING : type);
        return type == FieldType.ENUM
                ? new Field("thing", "", type, false, false, false, false, List.of("a", "5", "true"), null)
                : field;
    }

    private static void refused(FieldType type, Object... values) {
        for (Object value : values)
            assertThatThrownBy(() -> of(type, value))
                    .as("%s: %s", type, value)
                    .isInstanceOfSatisfying(
                            Refused.class,
                            refusal -> assertThat(refusal.detail()).startsWith("Field 'thing' "));
    }

    @Test
    void numberIsOneOfThoseThatAreNamed() {
        Field port = Field.of("port", FieldType.INTEGER).withOptions("80", "443");

        assertThat(FieldValues.of(port, "0443")).isEqualTo(443L);
        assertThatThrownBy(() -> FieldValues.of(port, 8080)).hasMessage("Field 'port' must be one of: 80, 443.");
    }

    @Test
    void nothingAndEmptyTextAreNoValueOfAnyType() {
        for (FieldType type : FieldType.values()) {
            assertThat(of(type, null)).isNull();
            assertThat(of(type, "")).isNull();
        }
    }

    @Test
    void stringIsOneLineOfText() {
        assertThat(of(FieldType.STRING, "Größe {{ x }} ${y} '\"")).isEqualTo("Größe {{ x }} ${y} '\"");
        assertThat(of(FieldType.STRING, "x".repeat(1_000))).isEqualTo("x".repeat(1_000));
        refused(FieldType.STRING, 5, true, List.of(), Map.of(), "a\nb", "a\rb", "a\tb", "a\0b", "\u202Ea", "\uD800");
        refused(FieldType.STRING, "x".repeat(1_001));
    }

    @Test
    void stringWithOptionsIsOneOfThem() {
        Field field = field(FieldType.STRING).withOptions("a", "b");
        assertThat(FieldValues.of(field, "b")).isEqualTo("b");
        assertThatThrownBy(() -> FieldValues.of(field, "c"))
                .isInstanceOf(Refused.class)
                .hasMessage("Field 'thing' must be one of: a, b.");
    }

    @Test
    void textMayHaveLines() {
        assertThat(of(FieldType.TEXT, "a\n\tb\r\n")).isEqualTo("a\n\tb\r\n");
        refused(FieldType.TEXT, 5, false, List.of("a"), Map.of(), "a\0b", "\u001b[31m", "x".repeat(65_537));
    }

    @Test
    void enumIsOneOfItsOptionsHoweverYamlReadsThem() {
        assertThat(of(FieldType.ENUM, "a")).isEqualTo("a");
        assertThat(of(FieldType.ENUM, 5)).isEqualTo("5");
        assertThat(of(FieldType.ENUM, true)).isEqualTo("true");
        refused(FieldType.ENUM, "b", 6, false, List.of("a"), Map.of("a", 1), "A", " a");
        refused(FieldType.ENUM, new BigDecimal("1e2147483647"), new BigDecimal("1e-2147483647"));
    }

    @Test
    void integerIsAWholeNumberOf64Bits() {
        assertThat(of(FieldType.INTEGER, 5)).isEqualTo(5L);
        assertThat(of(FieldType.INTEGER, " -12 ")).isEqualTo(-12L);
        assertThat(of(FieldType.INTEGER, new BigDecimal("5.00"))).isEqualTo(5L);
        assertThat(of(FieldType.INTEGER, BigInteger.valueOf(Long.MIN_VALUE))).isEqualTo(Long.MIN_VALUE);
        refused(FieldType.INTEGER, "five", "5.5", 5.5, true, List.of(1), Map.of(), "9223372036854775808");
        refused(
                FieldType.INTEGER,
                new BigInteger("9223372036854775808"),
                new BigDecimal("1e999999999"),
                new BigDecimal("1e-2147483647"),
                "٣x");
    }

    @Test
    void booleanIsTrueOrFalse() {
        assertThat(of(FieldType.BOOLEAN, true)).isEqualTo(true);
        assertThat(of(FieldType.BOOLEAN, false)).isEqualTo(false);
        refused(FieldType.BOOLEAN, "true", "yes", 1, 0, List.of(), Map.of());
    }

    @Test
    void momentIsKeptInUtc() {
        assertThat(of(FieldType.DATETIME, "2026-03-01T12:00:00+02:00")).isEqualTo("2026-03-01T10:00:00+00:00");
        assertThat(of(FieldType.DATETIME, "2026-03-01T12:00:00.1234567Z"))
                .isEqualTo("2026-03-01T12:00:00.123456+00:00");
        refused(FieldType.DATETIME, "2026-03-01T12:00:00", "2026-03-01", "now", 5, true, List.of(), Map.of());
        refused(FieldType.DATETIME, "+999999-01-01T00:00:00Z", "-0001-01-01T00:00:00Z", "2026-02-30T00:00:00Z");
    }

    @Test
    void secretIsText() {
        assertThat(of(FieldType.SECRET, "-----BEGIN\nx\n")).isEqualTo("-----BEGIN\nx\n");
        refused(FieldType.SECRET, 5, true, List.of(), Map.of(), "a\0b", "x".repeat(16_385), "a\uD800");
    }

    @Test
    void jsonIsAnythingOfABoundedSize() {
        Object value = Map.of("a", Arrays.asList(1, 2.5, true, null, "x\0y"), "b", Map.of());
        assertThat(of(FieldType.JSON, value))
                .isEqualTo(Map.of("a", Arrays.asList(1L, new BigDecimal("2.5"), true, null, "x\0y"), "b", Map.of()));
        Object deep = "x";
        for (int each = 0; each < 40; each++) deep = List.of(deep);
        refused(FieldType.JSON, deep, "x".repeat(70_000), new ArrayList<>(java.util.Collections.nCopies(70_000, 1)));
        refused(FieldType.JSON, Map.of("$sealed", "x"));
    }
}
