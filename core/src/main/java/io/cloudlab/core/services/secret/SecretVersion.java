package io.cloudlab.core.services.secret;

import io.cloudlab.core.services.ServiceName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who wrote a value of a secret, and when; without the value.
 *
 * @param id given by the store, rising; 0 before it is stored
 * @param service null for a secret of the whole lab
 */
public record SecretVersion(
        long id, @Nullable ServiceName service, SecretName name, String author, Instant writtenAt) {}
