package io.cloudlab.core.testing.memory;

import io.cloudlab.core.services.file.ContentArchive;
import io.cloudlab.core.services.file.ServiceFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Former contents in memory. Thread-safe. */
public final class InMemoryFormerContents implements ContentArchive {
    private final Map<ServiceFile, Map<String, byte[]>> kept = new HashMap<>();

    @Override
    public synchronized String keep(ServiceFile file, InputStream content) {
        try {
            byte[] bytes = content.readAllBytes();
            String digest = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
            kept.computeIfAbsent(file, none -> new HashMap<>()).put(digest, bytes);
            return digest;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public synchronized Set<String> kept(ServiceFile file) {
        return Set.copyOf(kept.getOrDefault(file, Map.of()).keySet());
    }

    @Override
    public synchronized Optional<InputStream> open(ServiceFile file, String digest) {
        return Optional.ofNullable(kept.getOrDefault(file, Map.of()).get(digest))
                .map(ByteArrayInputStream::new);
    }

    @Override
    public synchronized void retain(ServiceFile file, Set<String> digests) {
        if (kept.containsKey(file)) kept.get(file).keySet().retainAll(digests);
    }
}
