package io.cloudlab.ssh;

import io.cloudlab.core.terminal.shell.ServerKey;
import io.cloudlab.core.terminal.shell.Shell;
import io.cloudlab.core.terminal.shell.WindowSize;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.Future;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.common.SSHRuntimeException;

/** A shell behind a connection of its own. When the connection breaks the channel's output says so; nothing else does. */
final class SshjShell implements Shell {
    private final SSHClient client;
    private final Socket socket;
    private final ShellChannel channel;
    private final ServerKey serverKey;
    private final Future<?> beating;

    /** @param beating what is to be cancelled with it */
    SshjShell(SSHClient client, Socket socket, ShellChannel channel, ServerKey serverKey, Future<?> beating) {
        this.client = client;
        this.socket = socket;
        this.channel = channel;
        this.serverKey = serverKey;
        this.beating = beating;
    }

    /** Something that fails when the connection is gone. */
    private interface Step {
        void run() throws IOException;
    }

    @Override
    public ServerKey serverKey() {
        return serverKey;
    }

    @Override
    public void write(byte[] bytes) {
        unlessGone(() -> {
            OutputStream out = channel.getOutputStream();
            out.write(bytes);
            out.flush();
        });
    }

    @Override
    public void resize(WindowSize size) {
        unlessGone(() -> channel.changeWindowDimensions(size.cols(), size.rows(), 0, 0));
    }

    @Override
    public void taken(int bytes) {
        unlessGone(() -> channel.allow(bytes));
    }

    private static void unlessGone(Step step) {
        try {
            step.run();
        } catch (IOException | SSHRuntimeException e) {
            // the reader of the output is told
        }
    }

    @Override
    public void close() {
        beating.cancel(false);
        close(client, socket);
    }

    /** The connection first: disconnecting would wait for a server that takes nothing. */
    static void close(SSHClient client, Socket socket) {
        try {
            socket.close();
            client.disconnect();
        } catch (IOException e) {
            // that is what is wanted
        }
    }
}
