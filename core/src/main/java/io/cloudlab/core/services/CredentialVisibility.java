package io.cloudlab.core.services;

import io.cloudlab.core.access.Caller;
import java.util.function.Predicate;

/** Decides which published credentials a caller may see. The inventory, which keeps them as objects, answers. */
@FunctionalInterface
public interface CredentialVisibility {
    /** @return for one service: whether the caller may see the credential published under a name */
    Predicate<String> of(Caller caller, ServiceName service);
}
