package io.cloudlab.core;

import io.cloudlab.core.identity.SetupGate;
import io.cloudlab.core.identity.mail.Mailer;
import io.cloudlab.core.identity.password.PasswordHasher;
import io.cloudlab.core.jobs.JobLimits;
import io.cloudlab.core.server.ServerIdentity;
import io.cloudlab.core.shared.BackgroundExecutors;
import io.cloudlab.core.terminal.TerminalSetup;
import io.cloudlab.core.vault.MasterKey;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Settings of a {@link CloudLab.Builder}, with their defaults. */
final class Settings {
    private static final URI LOCAL = URI.create("http://127.0.0.1:8000");

    @Nullable
    Stores stores;

    @Nullable
    Lab lab;

    @Nullable
    MasterKey masterKey;

    PasswordHasher passwordHasher = PasswordHasher.NONE;

    @Nullable
    String vaultPassword;

    SetupGate setupGate = SetupGate.OPEN;
    JobLimits jobLimits = JobLimits.DEFAULT;
    Duration sessionLifetime = Duration.ofHours(24);
    Clock clock = Clock.systemUTC();

    @Nullable
    Mailer mailer;

    Supplier<URI> publicUrl = () -> LOCAL;
    Duration inviteLifetime = Duration.ofHours(72);
    Duration resetLifetime = Duration.ofHours(1);
    boolean jobsTakenUp = true;

    @Nullable
    ServerIdentity server;

    TerminalSetup terminals = TerminalSetup.NONE;
    BackgroundExecutors executors = BackgroundExecutors.DAEMON_THREADS;
}
