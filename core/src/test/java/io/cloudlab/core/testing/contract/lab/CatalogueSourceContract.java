package io.cloudlab.core.testing.contract.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.services.CatalogueSource;
import io.cloudlab.core.services.ServiceDefinition;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.services.input.ScriptFile;
import io.cloudlab.core.shared.NotFound;
import java.util.List;
import org.junit.jupiter.api.Test;

public interface CatalogueSourceContract {
    ServiceName WIKI = new ServiceName("wiki");

    CatalogueSource source();

    /** Makes a service that can be deployed and has nothing else. */
    void make(ServiceName service) throws Exception;

    /** Removes a service with all it has. */
    void remove(ServiceName service) throws Exception;

    private List<ServiceName> names() {
        return source().services().stream().map(ServiceDefinition::name).toList();
    }

    @Test
    default void servicesAreFoundAndListedByName() throws Exception {
        ServiceName blog = new ServiceName("blog");
        make(WIKI);
        make(blog);
        assertThat(source().isThere()).isTrue();
        assertThat(names()).containsExactly(blog, WIKI);
        assertThat(source().service(WIKI)).map(ServiceDefinition::name).contains(WIKI);
        assertThat(source().require(blog).name()).isEqualTo(blog);
    }

    @Test
    default void listIsTheSameObjectUntilSomethingChanges() throws Exception {
        make(WIKI);
        assertThat(source().services()).isSameAs(source().services());
        assertThat(source().warnings()).isSameAs(source().warnings());
    }

    @Test
    default void unknownServiceHasNothing() throws Exception {
        make(WIKI);
        ServiceName other = new ServiceName("other");
        assertThat(source().service(other)).isEmpty();
        assertThatThrownBy(() -> source().require(other)).isInstanceOf(NotFound.class);
        assertThat(source().activeDeployment(other)).isEmpty();
    }

    @Test
    default void removedServiceIsGone() throws Exception {
        make(WIKI);
        assertThat(source().service(WIKI)).isPresent();
        remove(WIKI);
        assertThat(source().service(WIKI)).isEmpty();
        assertThat(names()).isEmpty();
    }

    @Test
    default void freshServiceHasItsScriptAndNothingPublished() throws Exception {
        make(WIKI);
        assertThat(source().scriptFile(WIKI, "deploy.sh")).isEqualTo(ScriptFile.PRESENT);
        assertThat(source().scriptFile(WIKI, "missing.sh")).isEqualTo(ScriptFile.MISSING);
        assertThat(source().instance(WIKI).content()).isNull();
        assertThat(source().outputs(WIKI).outputs()).isEmpty();
        assertThat(source().activeDeployments()).isEmpty();
        assertThat(source().warnings()).isEmpty();
    }
}
