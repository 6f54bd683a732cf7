package io.cloudlab.core.services;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.services.input.Script;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.core.shared.Refused;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Shows what the lab has to deploy. Thread-safe. */
public final class Catalogue {
    private final CatalogueSource source;
    private final InputChecks inputs;
    private final ServiceAccess access;

    public Catalogue(CatalogueSource source, InputChecks inputs, ServiceAccess access) {
        this.source = source;
        this.inputs = inputs;
        this.access = access;
    }

    /**
     * What there is to deploy, and why something is not. The same list objects are returned for as long as nothing has
     * changed.
     *
     * @param services by name
     * @param warnings why there is no service where one seems to be meant; each one sentence that names the place
     * @param complete whether no rule hides a service from the caller
     */
    public record View(List<ServiceDefinition> services, List<String> warnings, boolean complete) {}

    public View view(Caller caller) {
        List<ServiceDefinition> all = source.services();
        List<ServiceDefinition> visible = access.visible(caller, all);
        return new View(visible, source.warnings(), visible == all);
    }

    /**
     * Every service the caller may see, by name. The same list object is returned for as long as nothing has changed, and no
     * rule hides one.
     */
    public List<ServiceDefinition> services(Caller caller) {
        return access.visible(caller, source.services());
    }

    /** @throws NotFound if there is no such service */
    public ServiceDetail service(Caller caller, ServiceName name) {
        access.require(caller, name, ServiceAccess.VIEW);
        ServiceDefinition definition = source.require(name);
        return new ServiceDetail(definition, source.instance(name));
    }

    /**
     * What the caller has to fill in to run a script now.
     *
     * @param script its name, or {@code deploy} for what deploys the service
     * @throws NotFound if there is no such service or script
     * @throws Refused if the options of an input cannot be told
     */
    public ScriptForm form(Caller caller, ServiceName name, String script) {
        access.require(caller, name, ServiceAccess.VIEW);
        ServiceDefinition service = source.require(name);
        Script wanted = script.equals(Script.DEPLOY.name())
                ? service.deploy()
                : service.script(script).orElseThrow(() -> new NotFound("script"));
        return inputs.form(caller, name, wanted);
    }

    public List<ActiveDeployment> activeDeployments(Caller caller) {
        Set<ServiceName> visible =
                services(caller).stream().map(ServiceDefinition::name).collect(Collectors.toSet());
        return source.activeDeployments().stream()
                .filter(active -> visible.contains(active.service()))
                .toList();
    }
}
