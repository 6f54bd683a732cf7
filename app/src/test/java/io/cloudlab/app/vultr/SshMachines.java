package io.cloudlab.app.vultr;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Machines that are an sshd each, on a loopback address of its own. As root they listen on port 22 where that is free,
 * and have their own /etc, /home, /root, /run and /srv where the kernel allows mounts; else all share a high port and the
 * user's own files.
 */
final class SshMachines implements AutoCloseable {
    private static final int USUAL_PORT = 22;

    /** Each JVM that runs tests beside others has its own. */
    private static final String NETWORK = "127.0." + Integer.getInteger("surefire.forkNumber", 1) + ".";

    private static final int LAST = 254;

    /** By all emulators of this program: an address is seen to be taken only once its machine listens. */
    private static final Set<String> TAKEN = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final boolean isolated;
    private final int port;
    private final Map<String, SshMachine> running = new ConcurrentHashMap<>();
    private final Set<String> used = new HashSet<>();

    SshMachines(Path directory) throws IOException {
        this.directory = directory;
        this.isolated = isRoot() && SshMachine.canBeIsolated();
        this.port = isRoot() && isFree(NETWORK + "1", USUAL_PORT) ? USUAL_PORT : anyPort();
    }

    String user() {
        return System.getProperty("user.name");
    }

    int port() {
        return port;
    }

    boolean areIsolated() {
        return isolated;
    }

    private boolean isRoot() {
        return user().equals("root");
    }

    /**
     * @param allowedKeys the public keys whose owners may enter
     * @return its address
     */
    synchronized String start(String id, List<String> allowedKeys) throws IOException {
        Path own = Files.createDirectories(directory.resolve(id));
        String address = freeAddress();
        running.put(id, SshMachine.start(own, address, port, allowedKeys, isolated));
        return address;
    }

    synchronized void stop(String id) {
        SshMachine machine = running.remove(id);
        if (machine != null) machine.close();
    }

    /** Another emulator on this machine may have taken some. */
    private String freeAddress() {
        int first = (int) (ProcessHandle.current().pid() % LAST);
        for (int i = 0; i < LAST; i++) {
            String address = NETWORK + (1 + (first + i) % LAST);
            if (!used.contains(address) && TAKEN.add(address)) {
                if (isFree(address, port)) {
                    used.add(address);
                    return address;
                }
                TAKEN.remove(address);
            }
        }
        throw new IllegalStateException("all loopback addresses are taken");
    }

    private static boolean isFree(String address, int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getByName(address))) {
            return probe.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private static int anyPort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getByName(NETWORK + "1"))) {
            return probe.getLocalPort();
        }
    }

    @Override
    public synchronized void close() {
        running.values().forEach(SshMachine::close);
        running.clear();
        TAKEN.removeAll(used);
    }
}
