package io.cloudlab.core.jobs.job;

import io.cloudlab.core.vault.MasterKey;
import io.cloudlab.core.vault.SealedSecret;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What of a job must never be shown: the variables of its secret inputs, and the other secrets it may come to know.
 *
 * @param environment handed to its processes, and masked
 * @param alsoMasked masked in all views of its output
 * @param variables handed to its playbooks, and masked
 */
public record JobSecrets(Map<String, String> environment, List<String> alsoMasked, Map<String, String> variables) {
    /** Of the secrets of earlier jobs so many are masked. */
    static final int MAX_EARLIER = 20;

    private static final int MAX_EARLIER_CHARACTERS = 16 * 1024;

    static final JobSecrets NONE = new JobSecrets(Map.of(), List.of());

    public JobSecrets {
        environment = Map.copyOf(environment);
        alsoMasked = List.copyOf(alsoMasked);
        variables = Map.copyOf(variables);
    }

    JobSecrets(Map<String, String> environment, List<String> alsoMasked) {
        this(environment, alsoMasked, Map.of());
    }

    public List<String> values() {
        List<String> values = new ArrayList<>(environment.values());
        values.addAll(variables.values());
        values.addAll(alsoMasked);
        return values;
    }

    /** Masks these, too, as far as they are not too many: the first ones. */
    public JobSecrets withEarlier(List<String> earlier) {
        Set<String> all = new LinkedHashSet<>(alsoMasked);
        int left = MAX_EARLIER;
        int characters = MAX_EARLIER_CHARACTERS;
        for (String secret : earlier) {
            if (left == 0 || secret.length() > characters) break;
            if (environment.containsValue(secret) || variables.containsValue(secret) || !all.add(secret)) continue;
            left--;
            characters -= secret.length();
        }
        return new JobSecrets(environment, List.copyOf(all), variables);
    }

    /** @return null if there is nothing to seal */
    @Nullable
    public SealedSecret seal(MasterKey key, JobId id) {
        if (environment.isEmpty() && alsoMasked.isEmpty() && variables.isEmpty()) return null;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            write(out, environment);
            out.writeInt(alsoMasked.size());
            for (String secret : alsoMasked) write(out, secret);
            if (!variables.isEmpty()) write(out, variables); // jobs of former versions have none
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return key.seal(bytes.toByteArray(), belongsTo(id));
    }

    public static JobSecrets open(@Nullable SealedSecret sealed, MasterKey key, JobId id) {
        if (sealed == null) return NONE;
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(key.open(sealed, belongsTo(id))))) {
            Map<String, String> environment = readMap(in);
            List<String> masked = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) masked.add(read(in));
            return new JobSecrets(environment, masked, in.available() == 0 ? Map.of() : readMap(in));
        } catch (IOException e) {
            throw new UncheckedIOException("the secrets of job " + id + " are damaged", e);
        }
    }

    private static String belongsTo(JobId id) {
        return "job/" + id;
    }

    private static void write(DataOutputStream out, Map<String, String> texts) throws IOException {
        out.writeInt(texts.size());
        for (Map.Entry<String, String> each : new TreeMap<>(texts).entrySet()) {
            write(out, each.getKey());
            write(out, each.getValue());
        }
    }

    private static Map<String, String> readMap(DataInputStream in) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        for (int left = in.readInt(); left > 0; left--) texts.put(read(in), read(in));
        return texts;
    }

    private static void write(DataOutputStream out, String text) throws IOException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
    }

    private static String read(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "JobSecrets";
    }
}
