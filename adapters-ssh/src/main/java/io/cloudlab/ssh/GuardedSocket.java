package io.cloudlab.ssh;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import javax.net.SocketFactory;

/** A connection on which the server may send only so much before the client is authenticated. */
final class GuardedSocket extends Socket {
    /** Far more than a greeting, a key exchange and a notice need. */
    static final int MAX_BEFORE_LOGIN = 256 * 1024;

    /** More than a key stroke's echo; what is larger is read past it. */
    private static final int BUFFER = 4 * 1024;

    private volatile boolean guarded = true;
    private volatile boolean overrun;
    private long received;

    GuardedSocket() throws IOException {
        setOption(StandardSocketOptions.TCP_NODELAY, true);
    }

    /** From now on the server may send as much as it likes. */
    void unguard() {
        guarded = false;
    }

    /** Whether the server has said too much. */
    boolean isOverrun() {
        return overrun;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new BufferedInputStream(
                new FilterInputStream(super.getInputStream()) {
                    @Override
                    public int read(byte[] into, int from, int length) throws IOException {
                        int read = super.read(into, from, length);
                        if (guarded && read > 0) count(read);
                        return read;
                    }
                },
                BUFFER);
    }

    private void count(int bytes) throws IOException {
        received += bytes;
        if (received <= MAX_BEFORE_LOGIN) return;
        overrun = true;
        close();
        throw new IOException("the server says too much");
    }

    /** A factory of this one socket, which the caller connects. */
    SocketFactory once() {
        return new SocketFactory() {
            @Override
            public Socket createSocket() {
                return GuardedSocket.this;
            }

            private UnsupportedOperationException connected() {
                return new UnsupportedOperationException("this factory makes no socket that is connected");
            }

            @Override
            public Socket createSocket(String host, int port) {
                throw connected();
            }

            @Override
            public Socket createSocket(String host, int port, InetAddress local, int localPort) {
                throw connected();
            }

            @Override
            public Socket createSocket(InetAddress host, int port) {
                throw connected();
            }

            @Override
            public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
                throw connected();
            }
        };
    }
}
