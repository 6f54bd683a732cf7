package io.cloudlab.app.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Puts TLS before a mail server that has none of its own: from the first byte on, or after STARTTLS (RFC 3207). */
public final class TlsFront implements AutoCloseable {
    private final SSLContext tls;
    private final boolean starts;
    private final int behind;
    private final ServerSocket listening;
    private final List<String> clear = new CopyOnWriteArrayList<>();

    private TlsFront(SSLContext tls, boolean starts, int behind) throws IOException {
        this.tls = tls;
        this.starts = starts;
        this.behind = behind;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        begin(this::accept);
    }

    /** @param behind the port of the mail server */
    public static TlsFront fromTheFirstByte(Certificate certificate, int behind) throws Exception {
        return new TlsFront(certificate.server(), false, behind);
    }

    public static TlsFront afterStartTls(Certificate certificate, int behind) throws Exception {
        return new TlsFront(certificate.server(), true, behind);
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** What clients said before anything was encrypted. */
    public List<String> saidInTheClear() {
        return List.copyOf(clear);
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listening.accept();
                begin(() -> serve(client));
            }
        } catch (IOException e) {
            // as wanted
        }
    }

    private void serve(Socket plain) {
        try (plain;
                Socket server = new Socket(InetAddress.getLoopbackAddress(), behind)) {
            if (starts) {
                say(plain, "220 front.lab.test");
                clear.add(line(plain.getInputStream()));
                say(plain, "250-front.lab.test\r\n250 STARTTLS");
                clear.add(line(plain.getInputStream()));
                say(plain, "220 go on");
                line(server.getInputStream()); // its greeting, in place of which the front has said one
            }
            SSLSocket client =
                    (SSLSocket) tls.getSocketFactory().createSocket(plain, "localhost", plain.getPort(), true);
            client.setUseClientMode(false);
            client.startHandshake();
            begin(() -> pass(server, client));
            client.getInputStream().transferTo(server.getOutputStream());
        } catch (IOException e) {
            // whoever does not trust the certificate goes
        }
    }

    private static void pass(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.close();
        } catch (IOException e) {
            // the other direction ends too
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) throw new IOException("the other side is gone");
            line.append((char) next);
        }
        return line.toString().strip();
    }

    private static void say(Socket to, String line) throws IOException {
        OutputStream out = to.getOutputStream();
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static void begin(Runnable work) {
        Thread thread = new Thread(work, "tls-front");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
