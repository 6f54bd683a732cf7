package io.cloudlab.core.services;

import io.cloudlab.core.access.AccessPolicy;
import io.cloudlab.core.access.AclRule;
import io.cloudlab.core.access.AclStore;
import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Decision;
import io.cloudlab.core.access.Denied;
import io.cloudlab.core.access.ObjectRules;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.services.input.Script;
import io.cloudlab.core.shared.ExpiringCache;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides what a caller may do with a service: by the rules of the service, else by the permission for all services. Rules
 * are remembered for {@link #MAX_AGE}, so what changes them must {@link #forget} them after the commit. Thread-safe.
 */
public final class ServiceAccess {
    public static final String VIEW = AccessPolicy.VIEW;
    public static final String DEPLOY = "deploy";
    /** Any script; {@code run:NAME} is one of them. */
    public static final String RUN = "run";

    public static final String STOP = "stop";
    public static final String CONFIG_VIEW = "config.view";
    public static final String CONFIG_EDIT = "config.edit";
    public static final String FILES_VIEW = "files.view";
    public static final String FILES_EDIT = "files.edit";
    public static final String SECRETS_EDIT = "secrets.edit";

    /** What can be done with every service, in the order in which it is shown. */
    public static final List<String> NAMES =
            List.of(VIEW, DEPLOY, RUN, STOP, CONFIG_VIEW, CONFIG_EDIT, FILES_VIEW, FILES_EDIT, SECRETS_EDIT);

    private static final String ONE_SCRIPT = RUN + ":";
    private static final Duration MAX_AGE = Duration.ofSeconds(1);

    private final AclStore store;
    private final CatalogueSource catalogue;
    private final ExpiringCache<String, Map<String, List<AclRule>>> known;

    public ServiceAccess(AclStore store, CatalogueSource catalogue, Clock clock) {
        this.store = store;
        this.catalogue = catalogue;
        this.known = new ExpiringCache<>(MAX_AGE, 1, clock);
    }

    /** The name under which rules know one script. */
    public static String run(String script) {
        return ONE_SCRIPT + script;
    }

    /** Whether rules can be about this. */
    public static boolean isName(String name) {
        return NAMES.contains(name)
                || name.startsWith(ONE_SCRIPT) && Script.isName(name.substring(ONE_SCRIPT.length()));
    }

    /** @param name one of {@link #NAMES}, or {@link #run} of a script */
    public Decision decide(Caller caller, ServiceName service, String name) {
        return decide(caller, service, name.startsWith(ONE_SCRIPT) ? Set.of(RUN, name) : Set.of(name));
    }

    public boolean may(Caller caller, ServiceName service, String name) {
        return decide(caller, service, name).allowed();
    }

    /** @throws Denied if the caller may not do it with the service */
    public void require(Caller caller, ServiceName service, String name) {
        require(caller, service, decide(caller, service, name), name);
    }

    /**
     * @param file of the script, relative to the service: rules about any script that is this file count
     * @throws Denied if the caller may not run the file
     */
    public void requireRun(Caller caller, ServiceName service, String file) {
        require(caller, service, decide(caller, service, namesOf(service, file)), nameOf(file));
    }

    /** @throws Denied if a rule denies running the file, whatever else allows it */
    public void requireRunNotDenied(Caller caller, ServiceName service, String file) {
        requireNotDenied(caller, service, namesOf(service, file), nameOf(file));
    }

    /** @throws Denied if a rule denies it, whatever else allows it */
    public void requireNotDenied(Caller caller, ServiceName service, String name) {
        requireNotDenied(caller, service, Set.of(name), name);
    }

    /** The services that rules hide from the caller. */
    public Set<String> hidden(Caller caller) {
        if (caller.may(Permission.ALL)) return Set.of();
        return rules().entrySet().stream()
                .filter(each -> decide(caller, Set.of(VIEW), each.getValue()) instanceof Decision.DeniedByRule)
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Those of the services that the caller may see; the same list object if these are all.
     *
     * @throws Denied if the caller may see none, whatever there is
     */
    List<ServiceDefinition> visible(Caller caller, List<ServiceDefinition> services) {
        requireSome(caller);
        if (rules().isEmpty()) return services;
        List<ServiceDefinition> visible = services.stream()
                .filter(service -> may(caller, service.name(), VIEW))
                .toList();
        return visible.size() == services.size() ? services : visible;
    }

    /** Whether a rule of any service allows it to the caller; for {@link #RUN} also one about a single script. */
    public boolean allowsSome(Caller caller, String name) {
        return rules().values().stream()
                .flatMap(List::stream)
                .filter(rule ->
                        rule.effect() == AclRule.Effect.ALLOW && caller.roles().contains(rule.roleId()))
                .anyMatch(rule -> rule.permission().equals(name)
                        || name.equals(RUN) && rule.permission().startsWith(ONE_SCRIPT));
    }

    private void requireSome(Caller caller) {
        if (caller.may(Permission.SERVICES_VIEW)) return;
        boolean some = rules().values().stream()
                .anyMatch(rules -> decide(caller, Set.of(VIEW), rules).allowed());
        if (!some) throw new Denied(Permission.SERVICES_VIEW);
    }

    /** The rules of a service, by id. */
    public List<AclRule> rules(ServiceName service) {
        return rules().getOrDefault(service.value(), List.of());
    }

    /** Rules have been changed, and that is committed. */
    public void forget() {
        known.forgetAll();
    }

    private Map<String, List<AclRule>> rules() {
        return Objects.requireNonNull(known.get("", store::ofServices));
    }

    private Decision decide(Caller caller, ServiceName service, Set<String> names) {
        return decide(caller, names, rules(service));
    }

    private static Decision decide(Caller caller, Set<String> names, List<AclRule> rules) {
        return AccessPolicy.decide(caller, forAll(names.iterator().next()), names, new ObjectRules(rules, List.of()));
    }

    private void requireNotDenied(Caller caller, ServiceName service, Set<String> names, String shown) {
        Decision decision = decide(caller, service, names);
        if (decision instanceof Decision.DeniedByRule) require(caller, service, decision, shown);
    }

    private static void require(Caller caller, ServiceName service, Decision decision, String name) {
        if (!decision.allowed()) throw new Denied(forAll(name));
    }

    /** The permission that allows it with all services. */
    public static Permission forAll(String name) {
        return switch (name) {
            case VIEW -> Permission.SERVICES_VIEW;
            case STOP -> Permission.SERVICES_STOP;
            case CONFIG_VIEW -> Permission.SERVICES_CONFIG_VIEW;
            case CONFIG_EDIT -> Permission.SERVICES_CONFIG_EDIT;
            case FILES_VIEW -> Permission.SERVICES_FILES_VIEW;
            case FILES_EDIT -> Permission.SERVICES_FILES_EDIT;
            case SECRETS_EDIT -> Permission.SERVICES_SECRETS_EDIT;
            default -> Permission.SERVICES_DEPLOY;
        };
    }

    private static String nameOf(String file) {
        return file.equals(Script.DEPLOY.file()) ? DEPLOY : RUN;
    }

    private Set<String> namesOf(ServiceName service, String file) {
        Set<String> names = new HashSet<>();
        names.add(nameOf(file));
        catalogue.service(service).stream()
                .flatMap(definition -> definition.scripts().stream())
                .filter(script -> script.file().equals(file))
                .forEach(script -> names.add(run(script.name())));
        return names;
    }
}
