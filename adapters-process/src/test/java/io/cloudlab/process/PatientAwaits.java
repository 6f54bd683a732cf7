package io.cloudlab.process;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Lets every test wait longer for what must happen than Awaitility's 10 seconds, which a busy machine needs now and then to
 * start a few programs. What happens sooner costs no more. JUnit finds it by {@code META-INF/services}.
 */
public final class PatientAwaits implements BeforeAllCallback {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(50);

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultTimeout(START_TIMEOUT);
    }
}
