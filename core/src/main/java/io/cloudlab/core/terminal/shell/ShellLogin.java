package io.cloudlab.core.terminal.shell;

/**
 * Address and login of a server.
 *
 * @param host a name or an address
 * @param privateKey a private key without passphrase, in any of the forms OpenSSH writes
 */
public record ShellLogin(String host, int port, ShellUser user, byte[] privateKey) {
    public static final int USUAL_PORT = 22;

    public ShellLogin as(ShellUser other) {
        return new ShellLogin(host, port, other, privateKey);
    }

    /** Leaves the key out. */
    @Override
    public String toString() {
        return "ShellLogin[" + user + "@" + host + ":" + port + "]";
    }
}
