package io.cloudlab.core.testing.contract.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.vault.SecretsFile;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

public interface SecretsFileContract {
    SecretsFile file();

    void write(byte[] content) throws Exception;

    void delete() throws Exception;

    @Test
    default void fileIsReadAsItStands() throws Exception {
        assertThat(file().read()).isEmpty();
        write(new byte[] {0, 1, (byte) 0xff});
        assertThat(file().read()).hasValueSatisfying(bytes -> assertThat(bytes).containsExactly(0, 1, 0xff));
        delete();
        assertThat(file().read()).isEmpty();
    }

    @Test
    default void valuesOfDocumentAreFound() {
        assertThat(file().values(utf8("password: hunter2\ntoken: grün\n"))).containsExactly("hunter2", "grün");
        assertThat(file().values(utf8(""))).allMatch(String::isEmpty);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
