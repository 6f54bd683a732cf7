package io.cloudlab.core.jobs.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class JobSubjectTest {
    private static final List<JobSubject> ALL = List.of(
            new JobSubject.Service("wiki"),
            new JobSubject.Cloud("wiki"),
            new JobSubject.ItemAction("wiki", 17),
            new JobSubject.ItemAction("wiki", 17, "wiki"),
            new JobSubject.TypeAction("wiki"));

    @Test
    void everySubjectComesBackFromItsColumns() {
        assertThat(ALL)
                .allSatisfy(subject -> assertThat(
                                JobSubject.of(subject.kind(), subject.name(), subject.objectId(), subject.typeSlug()))
                        .isEqualTo(subject));
    }

    @Test
    void nameIsTheServiceOrStandsInItsPlace() {
        assertThat(ALL).extracting(JobSubject::name).containsExactly("wiki", "wiki", "wiki/17", "wiki", "wiki");
        assertThat(ALL)
                .extracting(JobSubject::kind)
                .containsExactly(JobKind.SERVICE, JobKind.CLOUD, JobKind.OBJECT, JobKind.SERVICE, JobKind.TYPE);
    }

    @Test
    void actionOnAServiceSharesTheKeyOfTheServiceAndNoOtherSubjectDoes() {
        assertThat(ALL)
                .extracting(JobSubject::exclusiveKey)
                .containsExactly("wiki", "cloud:wiki", "object:wiki/17", "wiki", "type:wiki");
    }
}
