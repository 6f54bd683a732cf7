package io.cloudlab.core.terminal.shell;

/** The server shows another key than the one it was known by: it was built again, or it is another machine. */
public final class HostKeyChanged extends CannotConnect {
    private static final long serialVersionUID = 1L;

    private final transient ServerKey shown;

    public HostKeyChanged(ServerKey shown) {
        super(
                "host-key-changed",
                "The host key of this server has changed: it now shows " + shown.fingerprint()
                        + ". If it was rebuilt, have its pinned key deleted; if not, an attacker may be in between.");
        this.shown = shown;
    }

    public ServerKey shown() {
        return shown;
    }
}
