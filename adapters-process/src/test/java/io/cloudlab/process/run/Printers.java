package io.cloudlab.process.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cloudlab.core.testing.Host;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Runs the real programs that print values as text, over secrets made at random. */
public final class Printers {
    private static final Path ANSIBLE = Path.of("/usr/bin/ansible-playbook");
    private static final String UMLAUTS = "äöüßÄÖÜéèñçøåœþ¿§µ€–“”…中文日本кириллица\u00a0\u0085\u2028";
    private static final String[] EMOJI = {"😀", "🔑", "👩‍💻", "🇩🇪", "𝔘"};

    private final Path directory;

    /** @param directory where its files may be put */
    public Printers(Path directory) {
        this.directory = directory;
    }

    /** What a program printed of a secret. */
    public record Printed(int secret, String by, byte[] bytes) {}

    /** Skips the test where Ansible, with whose Python this works, is missing; a CI host must have it. */
    public static void requireInstalled() {
        boolean installed = Files.isExecutable(ANSIBLE);
        Host.require(installed, "ansible-core");
    }

    /** Every secret holds a word by which it is recognised where letters stay as they are. */
    public static List<String> secrets(Random random, int count) {
        List<String> secrets = new ArrayList<>();
        for (int i = 0; i < count; i++) secrets.add(secret(random, i % 4, 4 + i * 396 / count));
        return secrets;
    }

    /** All of them in all ways. */
    public List<Printed> print(List<String> secrets) throws IOException, InterruptedException {
        Path script = resource("printers.py");
        byte[] out = run(
                python(), script.toString(), written("secrets.json", secrets).toString());
        List<Printed> records = new ArrayList<>();
        for (int at = 0; at < out.length; ) {
            int feed = at;
            while (out[feed] != '\n') feed++;
            String[] head = new String(out, at, feed - at, UTF_8).split(" ");
            int end = feed + 1 + Integer.parseInt(head[2]);
            records.add(new Printed(Integer.parseInt(head[0]), head[1], Arrays.copyOfRange(out, feed + 1, end)));
            at = end + 1;
        }
        return records;
    }

    /** What Ansible says, at its most talkative, while it hands the secrets to modules. */
    public byte[] ansible(List<String> secrets) throws IOException, InterruptedException {
        Path playbook = resource("printers.yaml");
        Path variables =
                written("variables.json", java.util.Map.of("secrets", secrets, "target", directory.toString()));
        return run(
                ANSIBLE.toString(), "-vvv", "--diff", "-i", "localhost,", "-e", "@" + variables, playbook.toString());
    }

    private static String secret(Random random, int kind, int length) {
        StringBuilder secret = new StringBuilder();
        while (secret.codePointCount(0, secret.length()) < length) {
            int c = random.nextInt(0x20, 0x7f);
            if (kind == 1 && random.nextInt(3) == 0) c = UMLAUTS.codePointAt(random.nextInt(UMLAUTS.length()));
            if (kind == 2 && random.nextInt(20) == 0) c = "\n\n\n\t\r".charAt(random.nextInt(5));
            if (kind == 3)
                c = random.nextInt(4) == 0
                        ? " '\"\\$`!&<>%+/=#;{}~".charAt(random.nextInt(19))
                        : 'a' + random.nextInt(26);
            if (kind == 1 && random.nextInt(9) == 0) secret.append(EMOJI[random.nextInt(EMOJI.length)]);
            else secret.appendCodePoint(c);
        }
        return secret.toString();
    }

    private static String python() throws IOException {
        String first = Files.readAllLines(ANSIBLE).get(0);
        return first.replaceFirst("#!\\s*", "").split(" ")[0];
    }

    private Path resource(String name) throws IOException {
        Path copy = directory.resolve(name);
        try (InputStream in = Printers.class.getResourceAsStream("/printers/" + name)) {
            Files.write(copy, in.readAllBytes());
        }
        return copy;
    }

    private Path written(String name, Object value) throws IOException {
        return Files.write(directory.resolve(name), JsonMapper.builder().build().writeValueAsBytes(value));
    }

    private byte[] run(String... command) throws IOException, InterruptedException {
        Path out = directory.resolve("printed");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(directory.resolve("errors").toFile());
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().put("ANSIBLE_LOCALHOST_WARNING", "false");
        int code = builder.start().waitFor();
        assertThat(code).as(Files.readString(directory.resolve("errors"))).isZero();
        return Files.readAllBytes(out);
    }
}
