package io.cloudlab.app.server;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.VMOption;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the G1 collector give memory back to the system after a load. By default it keeps what it once used, which may be
 * a quarter of the machine. A collection runs every 15 seconds, concurrently, when no other did; options given on the
 * command line of the JVM win. Needs the management module of a HotSpot JVM, else nothing changes.
 */
final class HeapSettings {
    private static final Logger LOG = LoggerFactory.getLogger(HeapSettings.class);

    /** In this order: the JVM refuses a maximum below the minimum. */
    static final Map<String, String> OPTIONS = new LinkedHashMap<>();

    static {
        OPTIONS.put("G1PeriodicGCInterval", "15000"); // milliseconds
        OPTIONS.put("MinHeapFreeRatio", "10"); // percent
        OPTIONS.put("MaxHeapFreeRatio", "30"); // percent
    }

    private HeapSettings() {}

    /** In the background: what is needed for it takes a tenth of a second to load. */
    static void applyInBackground() {
        Thread thread = new Thread(HeapSettings::apply, "cloudlab-heap-settings");
        thread.setDaemon(true);
        thread.start();
    }

    static void apply() {
        try {
            HotSpotDiagnosticMXBean machine = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
            if (machine == null
                    || !Boolean.parseBoolean(machine.getVMOption("UseG1GC").getValue())) return;
            OPTIONS.forEach((name, value) -> {
                if (machine.getVMOption(name).getOrigin() == VMOption.Origin.DEFAULT) machine.setVMOption(name, value);
            });
        } catch (LinkageError | RuntimeException e) {
            LOG.debug("The heap keeps the JVM's own settings", e);
        }
    }
}
