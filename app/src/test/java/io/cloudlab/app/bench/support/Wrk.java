package io.cloudlab.app.bench.support;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Loads a server with {@code wrk}. */
final class Wrk {
    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");

    private Wrk() {}

    static boolean isInstalled() throws InterruptedException {
        try {
            new ProcessBuilder("wrk", "-v").redirectErrorStream(true).start().waitFor();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** @return requests per second; refuses if any was not answered with success */
    static double rate(URI address, String token, int connections, int seconds) throws IOException {
        Process process = new ProcessBuilder(
                        "wrk",
                        "-t2",
                        "-c" + connections,
                        "-d" + seconds + "s",
                        "--timeout",
                        "30s", // slow is no error
                        "-H",
                        "Authorization: Bearer " + token,
                        address.toString())
                .redirectErrorStream(true)
                .start();
        String report = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher rate = RATE.matcher(report);
        if (!rate.find() || report.contains("Non-2xx") || report.contains("Socket errors")) {
            throw new IllegalStateException(report);
        }
        return Double.parseDouble(rate.group(1));
    }
}
