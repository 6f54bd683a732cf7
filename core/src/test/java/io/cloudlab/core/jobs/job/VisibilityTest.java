package io.cloudlab.core.jobs.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Denied;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.jobs.Jobs;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.core.shared.Page;
import io.cloudlab.core.shared.PageRequest;
import io.cloudlab.core.testing.TestCloudLab;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who sees which jobs, and that every way to a job asks. */
class VisibilityTest {
    private static final PageRequest FIRST = new PageRequest(1, 10);

    private final TestCloudLab lab = new TestCloudLab();
    private final Jobs jobs = lab.cloudLab().jobs();
    private final Caller mira = lab.caller("mira", Permission.SERVICES_DEPLOY, Permission.JOBS_VIEW_OWN);
    private final Caller jake = lab.caller("jake", Permission.SERVICES_DEPLOY, Permission.JOBS_VIEW_OWN);
    private final Caller auditor = lab.caller("auditor", Permission.JOBS_VIEW_ALL);
    private final Caller nobody = lab.caller("nobody", Permission.SERVICES_DEPLOY, Permission.JOBS_CANCEL);

    private Job miras;
    private Job jakes;
    private Job systems;

    @BeforeEach
    void launchSome() {
        for (String service : List.of("a", "b", "c")) lab.lab().catalogue().add(service);
        miras = jobs.deploy(mira, new ServiceName("a"));
        jakes = jobs.deploy(jake, new ServiceName("b"));
        systems = jobs.deploy(lab.cloudLab().system("nightly"), new ServiceName("c"));
    }

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void ownJobsAreSeenByTheirOwner() {
        assertThat(jobs.find(mira, miras.id()).id()).isEqualTo(miras.id());
        assertThat(ids(jobs.list(mira, JobFilter.ANY, FIRST))).containsExactly(miras.id());
        assertThat(jobs.list(mira, JobFilter.ANY, FIRST).total()).isEqualTo(1);
    }

    @Test
    void allJobsAreSeenByWhoeverMaySeeAllTheNewestFirst() {
        assertThat(ids(jobs.list(auditor, JobFilter.ANY, FIRST))).containsExactly(systems.id(), jakes.id(), miras.id());
        assertThat(jobs.find(auditor, jakes.id()).id()).isEqualTo(jakes.id());
        JobFilter byJake = new JobFilter(null, "JAKE", null, null, null, null);
        assertThat(ids(jobs.list(auditor, byJake, FIRST))).containsExactly(jakes.id());
    }

    @Test
    void askingForSomebodyElsesJobsShowsNone() {
        JobFilter byId = JobFilter.ANY.withUserId(jake.userId());
        JobFilter byName = new JobFilter(null, "jake", null, null, null, null);

        assertThat(jobs.list(mira, byId, FIRST).items()).isEmpty();
        assertThat(jobs.list(mira, byId, FIRST).total()).isZero();
        assertThat(jobs.list(mira, byName, FIRST).items()).isEmpty();
        assertThat(ids(jobs.list(mira, JobFilter.ANY.withUserId(mira.userId()), FIRST)))
                .containsExactly(miras.id());
    }

    @Test
    void everyWayToSomebodyElsesJobIsClosed() {
        for (Job job : List.of(jakes, systems)) {
            denied(() -> jobs.find(mira, job.id()), "jobs.view_all");
            denied(() -> jobs.output(mira, job.id(), 0, 10, 1000), "jobs.view_all");
            denied(() -> jobs.rawOutput(mira, job.id()), "jobs.view_all");
            denied(() -> jobs.searchOutput(mira, job.id(), "x", 0, 10), "jobs.view_all");
            denied(() -> jobs.tail(mira, job, 1), "jobs.view_all");
            denied(() -> jobs.outputState(mira, job), "jobs.view_all");
            denied(() -> jobs.follow(mira, job.id(), 0, () -> {}), "jobs.view_all");
            denied(() -> jobs.await(mira, job.id(), Duration.ofSeconds(1)), "jobs.view_all");
        }
    }

    @Test
    void withoutEitherPermissionNothingIsSeen() {
        Job own = jobs.deploy(nobody, new ServiceName("a"));

        denied(() -> jobs.list(nobody, JobFilter.ANY, FIRST), "jobs.view_own");
        denied(() -> jobs.find(nobody, own.id()), "jobs.view_own");
        denied(() -> jobs.tail(nobody, own, 1), "jobs.view_own");
        denied(() -> jobs.find(nobody, new JobId("00000000")), "jobs.view_own");
        denied(() -> jobs.list(Caller.anonymous(null), JobFilter.ANY, FIRST), "jobs.view_own");
    }

    @Test
    void viewerLearnsWhenHeMayNoLongerLook() {
        Caller without = Caller.user(mira.userId(), "mira", Set.of(), null);

        assertThat(miras.isVisibleTo(mira)).isTrue();
        assertThat(miras.isVisibleTo(without)).isFalse();
        assertThat(systems.isVisibleTo(mira)).isFalse();
        assertThat(miras.isVisibleTo(auditor)).isTrue();
    }

    @Test
    void unknownJobIsNotFound() {
        assertThatThrownBy(() -> jobs.find(mira, new JobId("00000000"))).isInstanceOf(NotFound.class);
    }

    private static void denied(ThrowingCallable call, String permission) {
        assertThatThrownBy(call).isInstanceOf(Denied.class).hasMessage("Permission denied: " + permission);
    }

    private static List<JobId> ids(Page<Job> page) {
        return page.items().stream().map(Job::id).toList();
    }
}
