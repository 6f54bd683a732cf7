package io.cloudlab.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** In JVMs of their own: the settings hold for the whole JVM. */
class HeapSettingsTest {
    /** Prints the options as they are after {@link HeapSettings#apply}. */
    public static final class Program {
        public static void main(String[] arguments) {
            HeapSettings.apply();
            var machine = java.lang.management.ManagementFactory.getPlatformMXBean(
                    com.sun.management.HotSpotDiagnosticMXBean.class);
            HeapSettings.OPTIONS
                    .keySet()
                    .forEach(
                            name -> System.out.println(machine.getVMOption(name).getValue()));
        }
    }

    @Test
    void collectorGivesMemoryBack() throws Exception {
        assertThat(options("-XX:+UseG1GC")).containsExactly("15000", "10", "30");
    }

    @Test
    void optionsOfTheCommandLineWin() throws Exception {
        assertThat(options("-XX:+UseG1GC", "-XX:MinHeapFreeRatio=20", "-XX:G1PeriodicGCInterval=0"))
                .containsExactly("0", "20", "30");
    }

    @Test
    void otherCollectorsAreLeftAlone() throws Exception {
        assertThat(options("-XX:+UseSerialGC")).containsExactly("0", "40", "70");
    }

    private static List<String> options(String... jvm) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(List.of(jvm));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Program.class.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }
}
