package io.cloudlab.persistence.bench;

import io.cloudlab.core.Stores;
import io.cloudlab.core.access.AclRule.Effect;
import io.cloudlab.core.access.Role;
import io.cloudlab.core.inventory.item.FieldKey;
import io.cloudlab.core.inventory.item.Item;
import io.cloudlab.core.inventory.item.ItemIndex;
import io.cloudlab.core.inventory.item.ItemQuery;
import io.cloudlab.core.inventory.item.ItemStore;
import io.cloudlab.core.inventory.item.ItemVisibility;
import io.cloudlab.core.inventory.item.Tag;
import io.cloudlab.core.inventory.item.TagCount;
import io.cloudlab.core.inventory.type.TypeSlug;
import io.cloudlab.core.shared.PageRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Servers with eight fields, 200 tags of which half of the servers bear the first and each two or three others, 20 roles
 * for each of which one tag of 1.5 % shows servers, and two rules on 5 % of the servers. It can be taken up again.
 */
final class FilledInventory {
    static final TypeSlug SERVER = new TypeSlug("server");

    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final int BATCH = 1_000;
    private static final int TAGS = 200;
    private static final int ROLES = 20;

    private final Stores stores;
    private final Random random = new Random(7);
    private final List<Tag> tags = new ArrayList<>();
    private final List<Integer> roles = new ArrayList<>();
    private int size;

    FilledInventory(Stores stores) {
        this.stores = stores;
        if (stores.tags().all().isEmpty()) stores.transactions().run(this::fillTagsAndRoles);
        stores.tags().all().stream()
                .map(TagCount::tag)
                .sorted(Comparator.comparingInt(Tag::id))
                .forEach(tags::add);
        stores.roles().all().stream().map(Role::id).sorted().forEach(roles::add);
        size = (int) stores.items()
                .list(ItemQuery.all(SERVER), ItemVisibility.SYSTEM, new PageRequest(1, 1))
                .total();
    }

    int size() {
        return size;
    }

    Tag tag(int number) {
        return tags.get(number);
    }

    int role(int number) {
        return roles.get(number);
    }

    void fill(int upTo) {
        while (size < upTo)
            stores.transactions().run(() -> {
                int first = size;
                List<Long> ids = insert(Math.min(BATCH, upTo - size));
                for (int each = first % 20 == 0 ? 0 : 20 - first % 20; each < ids.size(); each += 20) {
                    rule(ids.get(each), "view");
                    rule(ids.get(each), "edit");
                }
            });
    }

    List<Long> insert(int count) {
        List<Long> ids = stores.items().nextIds(count);
        stores.items().insertAll(ids.stream().map(id -> server(id, size++)).toList());
        return ids;
    }

    static FieldKey key(String text) {
        return new FieldKey(("\1" + text + "\0" + text).getBytes(StandardCharsets.UTF_8));
    }

    private void fillTagsAndRoles() {
        List<Integer> made = new ArrayList<>();
        for (int each = 0; each < ROLES; each++)
            made.add(stores.roles()
                    .insert("role " + each, "", false, BEGIN, Set.of())
                    .id());
        for (int each = 0; each < TAGS; each++) {
            Tag tag = stores.tags().insert(new Tag(0, "tag " + each, null));
            if (each % 10 == 5) stores.acl().grant(tag.id(), made.get(each / 10), "view");
        }
    }

    private void rule(long id, String permission) {
        int role = roles.get(random.nextInt(roles.size()));
        stores.acl().put(id, role, permission, random.nextBoolean() ? Effect.ALLOW : Effect.DENY);
    }

    private ItemStore.Indexed server(long id, int number) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("hostname", "host-" + number + ".lab.test");
        fields.put("ip_address", "203.0." + number / 250 % 250 + "." + number % 250);
        fields.put("region", "region-" + number % 20);
        fields.put("plan", "plan-" + number % 7);
        fields.put("os", "Debian " + number % 3);
        fields.put("power", number % 2 == 0 ? "running" : "stopped");
        fields.put("vultr_id", "7f3b21c0-" + number);
        fields.put("label", "Server number " + number + " of the lab");
        Set<Tag> borne = new HashSet<>();
        if (number % 2 == 0) borne.add(tags.get(0));
        for (int each = 0; each < 3; each++) borne.add(tags.get(1 + random.nextInt(TAGS - 1)));
        Map<String, FieldKey> keys = new LinkedHashMap<>();
        fields.forEach((name, value) -> keys.put(name, key(value)));
        Item item = new Item(id, SERVER, new LinkedHashMap<>(fields), List.copyOf(borne), 1, BEGIN, BEGIN, null, 0);
        String text = fields.get("hostname") + "\n" + fields.get("ip_address") + "\n" + fields.get("label") + "\n";
        return new ItemStore.Indexed(
                item, new ItemIndex(text.toLowerCase(Locale.ROOT), keys, Map.of("hostname", keys.get("hostname"))));
    }
}
