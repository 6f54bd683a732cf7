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
    Duration sessionLifetime = CloudLab.Builder.DEFAULT_SESSION_LIFETIME;
    Clock clock = Clock.systemUTC();

    @Nullable
    Mailer mailer;

    Supplier<URI> publicUrl = () -> CloudLab.Builder.DEFAULT_PUBLIC_URL;
    Duration inviteLifetime = CloudLab.Builder.DEFAULT_INVITE_LIFETIME;
    Duration resetLifetime = CloudLab.Builder.DEFAULT_RESET_LIFETIME;
    boolean jobsTakenUp = true;

    @Nullable
    ServerIdentity server;

    TerminalSetup terminals = TerminalSetup.NONE;
    BackgroundExecutors executors = BackgroundExecutors.DAEMON_THREADS;
}
