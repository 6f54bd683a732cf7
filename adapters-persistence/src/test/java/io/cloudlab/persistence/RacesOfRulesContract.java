package io.cloudlab.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.CloudLab;
import io.cloudlab.core.access.AclRule;
import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Role;
import io.cloudlab.core.inventory.item.AccessRules.Wanted;
import io.cloudlab.core.inventory.item.NewItem;
import io.cloudlab.core.inventory.type.Field;
import io.cloudlab.core.inventory.type.FieldType;
import io.cloudlab.core.inventory.type.ItemType;
import io.cloudlab.core.inventory.type.TypeSlug;
import io.cloudlab.core.testing.MutableClock;
import io.cloudlab.core.testing.Race;
import io.cloudlab.core.testing.contract.StoresContract;
import io.cloudlab.core.testing.fake.FakeLab;
import io.cloudlab.core.testing.fake.PlainPasswordHasher;
import io.cloudlab.core.vault.MasterKey;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;

/** What holds about the rules of objects only if the transactions of the database hold it. */
interface RacesOfRulesContract extends StoresContract {
    private CloudLab lab(ItemType type) {
        MutableClock clock = new MutableClock(NOON);
        FakeLab directory = new FakeLab(clock);
        directory.types().set(type);
        return CloudLab.builder()
                .stores(stores())
                .labDirectory(directory)
                .masterKey(MasterKey.generate())
                .passwordHasher(new PlainPasswordHasher())
                .clock(clock)
                .withoutJobs()
                .build();
    }

    @RepeatedTest(5)
    default void rulesThatManyReplaceAtOnceAreThoseOfOneOfThem() {
        CloudLab lab = lab(new ItemType(
                new TypeSlug("box"), "Box", null, "", List.of(Field.of("name", FieldType.STRING)), List.of(), null));
        Caller root = lab.system("test");
        long id = lab.items()
                .create(root, "box", new NewItem(Map.of("name", "a"), List.of()))
                .id();
        List<Integer> roles = IntStream.range(0, 4)
                .mapToObj(each -> stores().roles().insert("role " + each, "", false, NOON, Set.of()))
                .map(Role::id)
                .toList();
        Race.of(4, each -> {
            List<Wanted> own = List.of(
                    new Wanted(roles.get(each), "view", AclRule.Effect.ALLOW),
                    new Wanted(roles.get(each), "edit", AclRule.Effect.ALLOW));
            return lab.accessRules().replace(root, "box", id, own);
        });

        List<AclRule> left = stores().acl().of(id).rules();
        assertThat(left).extracting(AclRule::permission).containsExactlyInAnyOrder("view", "edit");
        assertThat(left.stream().map(AclRule::roleId).distinct()).hasSize(1);
    }
}
