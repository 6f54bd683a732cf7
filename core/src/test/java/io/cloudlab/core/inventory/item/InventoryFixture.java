package io.cloudlab.core.inventory.item;

import io.cloudlab.core.CloudLab;
import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.access.Role;
import io.cloudlab.core.inventory.type.ItemType;
import io.cloudlab.core.inventory.type.SampleTypes;
import io.cloudlab.core.testing.TestCloudLab;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A lab with one type of servers in which nothing happens by itself, and a caller who may do everything. */
public final class InventoryFixture implements AutoCloseable {
    public final TestCloudLab lab;
    public final Caller root = Caller.system("test");

    public InventoryFixture(ItemType... types) {
        this(new TestCloudLab(builder -> builder.withoutJobs()), types);
    }

    private InventoryFixture(TestCloudLab lab, ItemType... types) {
        this.lab = lab;
        lab.lab().types().set(types.length == 0 ? new ItemType[] {SampleTypes.SERVER} : types);
        cloudLab().itemTypes().list(root);
    }

    /** Jobs run, and objects are kept in step with what they stand for. */
    public static InventoryFixture withJobs(ItemType... types) {
        return new InventoryFixture(new TestCloudLab(), types);
    }

    public CloudLab cloudLab() {
        return lab.cloudLab();
    }

    public Items items() {
        return cloudLab().items();
    }

    public Caller caller(String name, String... permissions) {
        return lab.caller(
                name,
                Arrays.stream(permissions)
                        .map(one -> Permission.onType("server", one))
                        .toArray(Permission[]::new));
    }

    public int roleOf(Caller caller) {
        return caller.roles().iterator().next();
    }

    Role role(String name) {
        return lab.stores().roles().insert(name, "", false, lab.clock().instant(), java.util.Set.of());
    }

    Item server(String hostname, Integer... tags) {
        return items().create(root, "server", new NewItem(Map.of("hostname", hostname), List.of(tags)));
    }

    Tag tag(String name) {
        return cloudLab().tags().create(root, name, null);
    }

    public static ItemChange change(Object... namesAndValues) {
        return new ItemChange(data(namesAndValues), null, null);
    }

    public static Map<String, Object> data(@Nullable Object... namesAndValues) {
        Map<String, Object> data = new LinkedHashMap<>();
        for (int at = 0; at < namesAndValues.length; at += 2)
            data.put(String.valueOf(namesAndValues[at]), namesAndValues[at + 1]);
        return data;
    }

    public List<String> auditedActions() {
        return lab.audit().stream().map(entry -> entry.action()).toList();
    }

    @Override
    public void close() {
        lab.close();
    }
}
