package io.cloudlab.app.e2e.people;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A mail server (RFC 5321) that behaves as badly as a test wants, and remembers what it was given. */
public final class ScriptedSmtp implements AutoCloseable {
    /** What it does to whoever comes. */
    public enum Manner {
        POLITE,
        /** Takes the connection and says nothing, ever. */
        SILENT,
        /** Takes a mail and never says so. */
        HANGS_WITH_THE_MAIL,
        REFUSES_LOGIN,
        REFUSES_RECIPIENT,
        /** Asks to come again later. */
        BUSY
    }

    private final ServerSocket listening;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final List<String> mails = new CopyOnWriteArrayList<>();
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private final AtomicInteger visits = new AtomicInteger();
    private volatile Manner manner;

    private ScriptedSmtp(Manner manner) throws IOException {
        this.manner = manner;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        begin(this::accept);
    }

    public static ScriptedSmtp start(Manner manner) throws IOException {
        return new ScriptedSmtp(manner);
    }

    /** From the next visit on. */
    public void be(Manner other) {
        manner = other;
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** How many connections there have been. */
    public int visits() {
        return visits.get();
    }

    /** The mails it was given, as they came. */
    public List<String> mails() {
        return List.copyOf(mails);
    }

    /** Every line it was told outside of mails. */
    public List<String> commands() {
        return List.copyOf(commands);
    }

    /** The value of a header of a mail. */
    public static String header(String mail, String name) {
        return mail.lines()
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElseThrow();
    }

    private void accept() {
        try {
            while (true) {
                Socket visitor = listening.accept();
                open.add(visitor);
                visits.incrementAndGet();
                Manner now = manner;
                begin(() -> talk(visitor, now));
            }
        } catch (IOException e) {
            // as wanted
        }
    }

    private void talk(Socket visitor, Manner now) {
        if (now == Manner.SILENT) return;
        try (visitor) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(visitor.getInputStream(), StandardCharsets.ISO_8859_1));
            OutputStream out = visitor.getOutputStream();
            say(out, "220 mail.lab.test");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                commands.add(line);
                String command = line.split(" ")[0].toUpperCase(Locale.ROOT);
                if (command.equals("QUIT")) return;
                if (!command.equals("DATA")) {
                    say(out, answer(command, now));
                    continue;
                }
                say(out, "354 go on");
                mails.add(content(in));
                if (now == Manner.HANGS_WITH_THE_MAIL) in.readLine();
                else say(out, "250 taken");
            }
        } catch (IOException e) {
            // as others do
        } finally {
            open.remove(visitor);
        }
    }

    private static String answer(String command, Manner now) {
        return switch (command) {
            case "EHLO" -> "250-mail.lab.test\r\n250 AUTH LOGIN PLAIN";
            case "AUTH" -> now == Manner.REFUSES_LOGIN ? "535 5.7.8 not with that password" : "235 welcome";
            case "MAIL" -> now == Manner.BUSY ? "451 4.3.0 later" : "250 yes";
            case "RCPT" -> now == Manner.REFUSES_RECIPIENT ? "550 5.1.1 nobody here" : "250 yes";
            default -> "250 yes";
        };
    }

    private static String content(BufferedReader in) throws IOException {
        StringBuilder mail = new StringBuilder();
        for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine())
            mail.append(line).append('\n');
        return mail.toString();
    }

    private static void say(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static void begin(Runnable work) {
        Thread thread = new Thread(work, "scripted-smtp");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            listening.close();
            for (Socket each : open) each.close();
        } catch (IOException e) {
            // it ends
        }
    }
}
