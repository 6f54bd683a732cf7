package io.cloudlab.core.testing;

import io.cloudlab.core.server.ServerId;
import io.cloudlab.core.server.ServerIdentity;
import java.util.Random;

/** Servers, for tests of what is done with them. */
public final class SampleServers {
    private SampleServers() {}

    /** Of one name always the same. */
    public static ServerIdentity server(String name) {
        return new ServerIdentity(ServerId.random(new Random(name.hashCode())), name);
    }
}
