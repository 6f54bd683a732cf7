package io.cloudlab.http.api.inventory;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.cloudlab.core.inventory.type.Action;
import io.cloudlab.core.inventory.type.Field;
import io.cloudlab.core.inventory.type.ItemType;
import io.cloudlab.core.inventory.type.SyncAdapter;
import io.cloudlab.http.api.services.ServiceJson;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A type of the inventory as clients see it. */
record ItemTypeJson(
        int id,
        String slug,
        String label,
        @Nullable String icon,
        String description,
        List<FieldJson> fields,
        List<ActionJson> actions,
        @Nullable Sync sync) {
    record ListOf(List<ItemTypeJson> types) {
        static ListOf of(List<ItemType> types) {
            return new ListOf(types.stream().map(ItemTypeJson::of).toList());
        }
    }

    record FieldJson(
            String name,
            String label,
            String type,
            boolean required,
            boolean unique,
            boolean readonly,
            boolean searchable,
            List<String> options,
            @JsonProperty("default") @Nullable Object defaultValue) {
        static FieldJson of(Field field) {
            return new FieldJson(
                    field.name(),
                    field.label(),
                    field.type().word(),
                    field.required(),
                    field.unique(),
                    field.readonly(),
                    field.searchable(),
                    field.options(),
                    field.defaultValue());
        }
    }

    /** @param problem why the action cannot be run, or null */
    record ActionJson(
            String name,
            String label,
            String type,
            String scope,
            @Nullable String icon,
            @Nullable String script,
            @Nullable String playbook,
            Map<String, String> varsMapping,
            @Nullable String confirm,
            boolean destructive,
            List<ServiceJson.InputJson> inputs,
            boolean runnable,
            @Nullable String problem) {
        static ActionJson of(Action action) {
            Action.Flaw flaw = action.flaw();
            return new ActionJson(
                    action.name(),
                    action.label(),
                    action.kind(),
                    action.scope().word(),
                    action.icon(),
                    action.script(),
                    action.playbook(),
                    action.vars(),
                    action.confirm(),
                    action.destructive(),
                    action.inputs().stream().map(ServiceJson.InputJson::of).toList(),
                    flaw == null,
                    flaw == null ? null : flaw.problem());
        }
    }

    record Sync(String adapter) {}

    static ItemTypeJson of(ItemType type) {
        SyncAdapter sync = type.sync();
        return new ItemTypeJson(
                type.slug().number(),
                type.slug().value(),
                type.label(),
                type.icon(),
                type.description(),
                type.fields().stream().map(FieldJson::of).toList(),
                type.actions().stream().map(ActionJson::of).toList(),
                sync == null ? null : new Sync(sync.word()));
    }
}
