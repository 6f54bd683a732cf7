package io.cloudlab.core.testing.fake;

import io.cloudlab.core.identity.password.PasswordHasher;
import io.cloudlab.core.testing.contract.PasswordHasherContract;

class PlainPasswordHasherTest implements PasswordHasherContract {
    @Override
    public PasswordHasher hasher() {
        return new PlainPasswordHasher();
    }
}
