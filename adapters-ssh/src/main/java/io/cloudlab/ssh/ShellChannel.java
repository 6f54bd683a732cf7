package io.cloudlab.ssh;

import io.cloudlab.core.terminal.shell.ShellOutput;
import java.util.concurrent.atomic.AtomicBoolean;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.DisconnectReason;
import net.schmizz.sshj.common.Message;
import net.schmizz.sshj.common.SSHException;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.connection.Connection;
import net.schmizz.sshj.connection.ConnectionException;
import net.schmizz.sshj.connection.channel.ChannelInputStream;
import net.schmizz.sshj.connection.channel.direct.SessionChannel;
import net.schmizz.sshj.transport.TransportException;

/**
 * A shell's channel that hands on what is printed as it arrives, without a stream and a thread that waits at it, and
 * leaves it to the receiver when the server may send more.
 */
final class ShellChannel extends SessionChannel {
    private final ShellOutput output;
    private final AtomicBoolean told = new AtomicBoolean();
    private volatile boolean orderly;

    ShellChannel(Connection connection, ShellOutput output) {
        super(connection);
        this.output = output;
    }

    /** While the library makes its streams, which are not read, they are to take no room. */
    @Override
    public int getLocalMaxPacketSize() {
        return told == null ? 1 : super.getLocalMaxPacketSize();
    }

    @Override
    protected void receiveInto(ChannelInputStream unused, SSHPacket packet) throws SSHException {
        int length;
        try {
            length = packet.readUInt32AsInt();
        } catch (Buffer.BufferException e) {
            throw new ConnectionException(e);
        }
        if (length < 0 || length > getLocalMaxPacketSize() || length > packet.available())
            throw new ConnectionException(DisconnectReason.PROTOCOL_ERROR, "output of an impossible length");
        lwin.consume(length); // refuses more than was allowed
        output.output(packet.array(), packet.rpos(), length);
    }

    /** The server may send so many bytes more. */
    void allow(int bytes) throws TransportException {
        lwin.expand(bytes);
        trans.write(newBuffer(Message.CHANNEL_WINDOW_ADJUST).putUInt32(bytes));
    }

    @Override
    public void handle(Message message, SSHPacket packet) throws SSHException {
        if (message == Message.CHANNEL_CLOSE) orderly = true;
        super.handle(message, packet);
    }

    @Override
    protected void finishOff() {
        super.finishOff();
        if (told.compareAndSet(false, true)) output.ended(getExitStatus(), orderly);
    }
}
