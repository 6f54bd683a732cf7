package io.cloudlab.app.bench.support;

import io.cloudlab.core.testing.OpenSshServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The same terminal without us: {@code ssh -tt}. */
public final class PlainSsh implements AutoCloseable {
    private final Process process;
    private final InputStream output;
    private final OutputStream input;
    private final byte[] buffer = new byte[1 << 16];

    public PlainSsh(OpenSshServer server, Path knownHosts) throws IOException {
        this.process = new ProcessBuilder(
                        "ssh",
                        "-tt",
                        "-F",
                        "none",
                        "-i",
                        server.clientKey().toString(),
                        "-p",
                        String.valueOf(server.port()),
                        "-o",
                        "StrictHostKeyChecking=accept-new",
                        "-o",
                        "UserKnownHostsFile=" + knownHosts,
                        "-o",
                        "LogLevel=ERROR",
                        OpenSshServer.user() + "@127.0.0.1")
                .redirectErrorStream(true)
                .start();
        this.output = process.getInputStream();
        this.input = process.getOutputStream();
    }

    public void type(String text) throws IOException {
        input.write(text.getBytes(StandardCharsets.UTF_8));
        input.flush();
    }

    /** @return how many bytes came at once */
    public int read() throws IOException {
        int read = output.read(buffer);
        if (read < 0) throw new IOException("ssh ended");
        return read;
    }

    /** Looks at the end of what comes only, so as not to hold it up. */
    public void readUntil(String text) throws IOException {
        String seen = "";
        while (!seen.contains(text)) {
            int read = read();
            int from = Math.max(0, read - 400);
            seen += new String(buffer, from, read - from, StandardCharsets.ISO_8859_1);
            seen = seen.substring(Math.max(0, seen.length() - 400));
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
