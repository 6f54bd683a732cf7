package io.cloudlab.app.doctor;

import io.cloudlab.app.directory.Trees;
import io.cloudlab.app.failure.IoErrorText;
import io.cloudlab.app.settings.AppConfig;
import io.cloudlab.app.settings.Setting;
import io.cloudlab.core.Lab;
import io.cloudlab.core.jobs.job.JobRunner;
import io.cloudlab.core.shared.CloudLabException;
import io.cloudlab.http.SmtpConfig;
import io.cloudlab.http.SmtpMailer;
import io.cloudlab.process.JobOptions;
import io.cloudlab.process.LabDirectory;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Looks at everything a server needs, one after the other, and changes nothing. */
final class Doctor {
    /** No clock can be right that shows less. */
    private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

    private static final Duration MAX_CLOCK_STEP = Duration.ofMinutes(1);

    private final AppConfig config;

    Doctor(AppConfig config) {
        this.config = config;
    }

    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>(new DoctorDirectories(config).findings());
        findings.addAll(new DoctorDatabase(config).findings());
        findings.addAll(new DoctorPrograms().findings());
        findings.add(containment());
        findings.add(mail());
        findings.add(disk());
        findings.add(clock());
        findings.add(locale());
        return findings;
    }

    private Finding containment() {
        if (config.weakContainment())
            return Finding.warning(
                    "containment",
                    "Process groups only, as " + Setting.JOB_CONTAINMENT.variable() + " says.",
                    "Leave that setting out.");
        try {
            Path scratch = Files.createTempDirectory("cloudlab-doctor");
            try (Lab lab = LabDirectory.at(config.lab()).withJobs(scratch.resolve("jobs"), JobOptions.DEFAULT)) {
                JobRunner.Containment found = lab.runner().containment();
                if (!found.weak())
                    return Finding.ok("containment", "Jobs are held together by a " + found.name() + ".");
                return Finding.warning(
                        "containment",
                        "Jobs are held together by " + found.name() + "; one that hides may outlive its job.",
                        "Install util-linux and allow user namespaces (sysctl user.max_user_namespaces,"
                                + " kernel.apparmor_restrict_unprivileged_userns=0), or run as root.");
            } finally {
                Trees.delete(scratch);
            }
        } catch (IOException | CloudLabException e) {
            return Finding.failed(
                    "containment",
                    "It could not be tried: " + IoErrorText.of(e) + ".",
                    "Make room for temporary files.");
        }
    }

    private Finding clock() {
        Instant now = Instant.now();
        Instant written = lastWritten();
        if (now.isBefore(BEGINNING) || now.plus(MAX_CLOCK_STEP).isBefore(written))
            return Finding.failed(
                    "clock",
                    "It shows " + now + ", but was later before: the data directory was written at " + written + ".",
                    "Set it, for example by NTP.");
        return Finding.ok("clock", "It shows " + now.truncatedTo(ChronoUnit.SECONDS) + ".");
    }

    private Instant lastWritten() {
        Instant last = BEGINNING;
        for (String name : List.of("cloudlab.mv.db", "database.mark", "master.key", "server-id")) {
            try {
                Instant one =
                        Files.getLastModifiedTime(config.data().resolve(name)).toInstant();
                if (one.isAfter(last)) last = one;
            } catch (IOException e) {
                // the others tell
            }
        }
        return last;
    }

    private Finding mail() {
        if (config.smtp().isEmpty()) return Finding.ok("mail", "None is sent; invitations are links to hand over.");
        SmtpConfig smtp = config.smtp().get();
        try {
            new SmtpMailer(smtp).greet();
            return Finding.ok("mail", smtp.host() + ":" + smtp.port() + " lets this server in.");
        } catch (CloudLabException e) {
            return Finding.failed("mail", e.detail(), "Look at the settings CLOUDLAB_SMTP_….");
        }
    }

    private Finding disk() {
        Path at = config.data();
        while (at.getParent() != null && Files.notExists(at)) at = at.getParent();
        try {
            FileStore store = Files.getFileStore(at);
            long percent = store.getUsableSpace() * 100 / Math.max(1, store.getTotalSpace());
            String text =
                    percent + " % of the data directory's disk is free (" + (store.getUsableSpace() >> 20) + " MiB).";
            if (percent >= config.minFreeDiskPercent()) return Finding.ok("disk", text);
            return Finding.failed(
                    "disk",
                    text,
                    "New jobs are refused below " + config.minFreeDiskPercent() + " %: make room, or lower "
                            + Setting.MIN_FREE_DISK.variable() + ".");
        } catch (IOException e) {
            return Finding.failed("disk", "It cannot be looked at: " + IoErrorText.of(e) + ".", "Mount it.");
        }
    }

    private static Finding locale() {
        String names = System.getProperty("sun.jnu.encoding", "unknown");
        if (Charset.isSupported(names) && Charset.forName(names).equals(StandardCharsets.UTF_8))
            return Finding.ok("locale", "Names of files are UTF-8.");
        return Finding.failed(
                "locale",
                "Names of files are " + names + ": those that are not ASCII cannot be opened.",
                "Set LC_ALL=C.UTF-8 for the server.");
    }
}
