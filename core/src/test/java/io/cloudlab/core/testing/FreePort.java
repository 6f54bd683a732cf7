package io.cloudlab.core.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port of the loopback address for a program that is started later, or that comes back to its port. It lies below the
 * ports the system gives to clients and to servers that ask for any (32768 and up; see
 * {@code net.ipv4.ip_local_port_range}), so no connection gets it meanwhile, and none that asks whether the program listens
 * is connected to itself.
 */
public final class FreePort {
    private static final int MIN = 12_000;
    private static final int MAX = 32_000;

    private FreePort() {}

    /** A port on which no program listens. */
    public static int find() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(MIN, MAX);
            try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return probe.getLocalPort();
            } catch (IOException e) {
                // taken: another is as good
            }
        }
    }
}
