package io.cloudlab.http.api.services;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.cloudlab.core.services.ActiveDeployment;
import io.cloudlab.core.services.ScriptForm;
import io.cloudlab.core.services.ServiceDefinition;
import io.cloudlab.core.services.ServiceDetail;
import io.cloudlab.core.services.input.InputTemplate;
import io.cloudlab.core.services.input.InputType;
import io.cloudlab.core.services.input.OptionsSource;
import io.cloudlab.core.services.input.Script;
import io.cloudlab.core.services.input.ScriptInput;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A service as clients see it. */
public record ServiceJson(
        String name,
        String serviceDir,
        boolean hasInstance,
        List<String> configs,
        List<ScriptJson> scripts,
        List<String> warnings) {
    static ServiceJson of(ServiceDefinition service) {
        return new ServiceJson(
                service.name().value(),
                "/services/" + service.name(),
                service.hasInstance(),
                service.configs(),
                service.scripts().stream().map(ScriptJson::of).toList(),
                service.warnings());
    }

    /** @param warnings why there is no service where one may have been meant to be */
    record ListOf(List<ServiceJson> services, List<String> warnings) {
        static ListOf of(List<ServiceDefinition> services, List<String> warnings) {
            return new ListOf(services.stream().map(ServiceJson::of).toList(), warnings);
        }
    }

    /**
     * {@code script} and {@code file} both are the path of the script's file inside the service.
     *
     * @param confirm what people are asked before it is started, or null; <code>{{ inputs.NAME }}</code> stands for an input
     * @param problem why the script cannot be run, or null
     */
    record ScriptJson(
            String name,
            String label,
            String description,
            String script,
            String file,
            List<InputJson> inputs,
            @Nullable String confirm,
            boolean runnable,
            @Nullable String problem) {
        static ScriptJson of(Script script) {
            return of(script, Set.of());
        }

        static ScriptJson of(Script script, Set<String> truncated) {
            InputTemplate confirm = script.options().confirm();
            return new ScriptJson(
                    script.name(),
                    script.label(),
                    script.description(),
                    script.file(),
                    script.file(),
                    script.inputs().stream()
                            .map(input -> InputJson.of(input, truncated.contains(input.name())))
                            .toList(),
                    confirm == null ? null : confirm.text(),
                    script.runnable(),
                    script.problem());
        }
    }

    /**
     * @param optionLabels how options are shown to people, by option; those shown as they are may be missing
     * @param optionsFrom {@code inventory} or {@code files} if options are known at the moment only, or null
     * @param optionsTruncated whether there are more options than these
     */
    public record InputJson(
            String name,
            String label,
            InputType type,
            boolean required,
            @JsonProperty("default") @Nullable Object defaultValue,
            List<String> options,
            Map<String, String> optionLabels,
            @Nullable String pattern,
            String description,
            @Nullable String optionsFrom,
            boolean optionsTruncated,
            Map<String, List<String>> visibleIf) {
        public static InputJson of(ScriptInput input) {
            return of(input, false);
        }

        static InputJson of(ScriptInput input, boolean truncated) {
            return new InputJson(
                    input.name(),
                    input.label(),
                    input.type(),
                    input.required(),
                    input.defaultValue(),
                    input.options(),
                    input.optionLabels(),
                    input.pattern(),
                    input.description(),
                    from(input.optionsFrom()),
                    truncated,
                    input.visibleIf());
        }

        private static @Nullable String from(@Nullable OptionsSource source) {
            if (source == null) return null;
            return source instanceof OptionsSource.OfType ? "inventory" : "files";
        }
    }

    /**
     * @param instance what instance.yaml holds, or null
     * @param instanceError why it cannot be read, or null
     */
    record Detail(
            String name,
            String serviceDir,
            boolean hasInstance,
            List<String> configs,
            List<ScriptJson> scripts,
            List<String> warnings,
            @Nullable Object instance,
            @Nullable String instanceError) {
        static Detail of(ServiceDetail detail) {
            ServiceJson service = ServiceJson.of(detail.definition());
            return new Detail(
                    service.name(),
                    service.serviceDir(),
                    service.hasInstance(),
                    service.configs(),
                    service.scripts(),
                    Stream.concat(service.warnings().stream(), detail.instance().warnings().stream())
                            .toList(),
                    detail.instance().content(),
                    detail.instance().error());
        }
    }

    /** @param script with the options that may be chosen now */
    record Form(String service, ScriptJson script) {
        static Form of(ScriptForm form) {
            return new Form(form.service().value(), ScriptJson.of(form.script(), form.truncated()));
        }
    }

    record Deployments(List<Deployment> deployments) {
        static Deployments of(List<ActiveDeployment> deployments) {
            return new Deployments(deployments.stream()
                    .map(each -> new Deployment(each.service().value(), each.hosts(), each.updatedAt()))
                    .toList());
        }
    }

    record Deployment(String name, List<String> hosts, Instant updatedAt) {}
}
