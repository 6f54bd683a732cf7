package io.cloudlab.core.testing.memory;

import io.cloudlab.core.access.AclRule;
import io.cloudlab.core.access.AclStore;
import io.cloudlab.core.access.ObjectRules;
import io.cloudlab.core.access.TagGrant;
import io.cloudlab.core.inventory.item.Item;
import io.cloudlab.core.inventory.item.Tag;
import io.cloudlab.core.shared.NotFound;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Rules and grants, in memory. Those of objects, tags and roles that have gone are forgotten. */
public final class InMemoryAclStore implements AclStore {
    private final InMemoryTransactions transactions;
    private final InMemoryItemStore items;
    private final InMemoryTagStore tags;
    private final InMemoryRoleStore roles;
    private final Rows<Long, AclRule> rules;
    private final Rows<Long, TagGrant> grants;
    private final Rows<Long, ServiceRule> serviceRules;
    private long lastId;

    InMemoryAclStore(
            InMemoryTransactions transactions,
            InMemoryItemStore items,
            InMemoryTagStore tags,
            InMemoryRoleStore roles) {
        this.transactions = transactions;
        this.items = items;
        this.tags = tags;
        this.roles = roles;
        this.rules = new Rows<>(transactions);
        this.grants = new Rows<>(transactions);
        this.serviceRules = new Rows<>(transactions);
        items.askForRules(this::of);
        items.former().onReturn(this::giveBack);
    }

    @Override
    public ObjectRules of(long objectId) {
        return transactions.alone(() -> {
            Item item = items.find(objectId).orElse(null);
            if (item == null) return ObjectRules.NONE;
            Set<Integer> borne = item.tags().stream().map(Tag::id).collect(Collectors.toSet());
            return new ObjectRules(rulesOf(objectId), grants(borne));
        });
    }

    @Override
    public AclRule put(long objectId, int roleId, String permission, AclRule.Effect effect) {
        return transactions.alone(() -> {
            if (items.find(objectId).isEmpty()) throw new NotFound("object");
            requireRole(roleId);
            long id = rulesOf(objectId).stream()
                    .filter(rule -> rule.roleId() == roleId)
                    .filter(rule -> rule.permission().equals(permission))
                    .map(AclRule::id)
                    .findFirst()
                    .orElseGet(() -> ++lastId);
            AclRule rule = new AclRule(id, objectId, roleId, permission, effect);
            rules.put(id, rule);
            return rule;
        });
    }

    @Override
    public boolean remove(long objectId, long ruleId) {
        return transactions.alone(() -> {
            boolean there = rulesOf(objectId).stream().anyMatch(rule -> rule.id() == ruleId);
            if (there) rules.remove(ruleId);
            return there;
        });
    }

    private record ServiceRule(String service, AclRule rule) {}

    @Override
    public Map<String, List<AclRule>> ofServices() {
        return transactions.alone(() -> serviceRules.values().stream()
                .filter(one -> roles.find(one.rule().roleId()).isPresent())
                .collect(Collectors.groupingBy(
                        ServiceRule::service, Collectors.mapping(ServiceRule::rule, Collectors.toUnmodifiableList()))));
    }

    @Override
    public AclRule putForService(String service, int roleId, String permission, AclRule.Effect effect) {
        return transactions.alone(() -> {
            requireRole(roleId);
            long id = ofServices().getOrDefault(service, List.of()).stream()
                    .filter(rule -> rule.roleId() == roleId && rule.permission().equals(permission))
                    .map(AclRule::id)
                    .findFirst()
                    .orElseGet(() -> ++lastId);
            AclRule rule = new AclRule(id, AclRule.OF_SERVICE, roleId, permission, effect);
            serviceRules.put(id, new ServiceRule(service, rule));
            return rule;
        });
    }

    @Override
    public boolean removeForService(String service, long ruleId) {
        return transactions.alone(() -> {
            boolean there =
                    ofServices().getOrDefault(service, List.of()).stream().anyMatch(rule -> rule.id() == ruleId);
            if (there) serviceRules.remove(ruleId);
            return there;
        });
    }

    @Override
    public List<TagGrant> grants(Collection<Integer> tagIds) {
        return transactions.alone(() -> grants.values().stream()
                .filter(grant -> tagIds.contains(grant.tagId()))
                .filter(grant -> tags.contains(grant.tagId()))
                .filter(grant -> roles.find(grant.roleId()).isPresent())
                .toList());
    }

    @Override
    public TagGrant grant(int tagId, int roleId, String permission) {
        return transactions.alone(() -> {
            if (!tags.contains(tagId)) throw new NotFound("tag");
            requireRole(roleId);
            return grants(Set.of(tagId)).stream()
                    .filter(grant -> grant.roleId() == roleId)
                    .filter(grant -> grant.permission().equals(permission))
                    .findFirst()
                    .orElseGet(() -> {
                        TagGrant grant = new TagGrant(++lastId, tagId, roleId, permission);
                        grants.put(grant.id(), grant);
                        return grant;
                    });
        });
    }

    @Override
    public boolean revoke(int tagId, long grantId) {
        return transactions.alone(() -> {
            boolean there = grants(Set.of(tagId)).stream().anyMatch(grant -> grant.id() == grantId);
            if (there) grants.remove(grantId);
            return there;
        });
    }

    @Override
    public Set<Integer> ruled(AclRule.Effect effect, Collection<Integer> roleIds) {
        return transactions.alone(() -> {
            Set<Integer> ruled = rules.values().stream()
                    .filter(rule -> rule.effect() == effect)
                    .filter(rule -> items.find(rule.objectId()).isPresent()
                            || items.former().mayReturn(rule.objectId()))
                    .map(AclRule::roleId)
                    .collect(Collectors.toSet());
            serviceRules.values().stream()
                    .map(ServiceRule::rule)
                    .filter(rule -> rule.effect() == effect)
                    .forEach(rule -> ruled.add(rule.roleId()));
            if (effect == AclRule.Effect.ALLOW)
                grants.values().stream()
                        .filter(grant -> tags.contains(grant.tagId()))
                        .forEach(grant -> ruled.add(grant.roleId()));
            ruled.removeIf(role -> !roleIds.contains(role) || roles.find(role).isEmpty());
            return ruled;
        });
    }

    private List<AclRule> rulesOf(long objectId) {
        return rules.values().stream()
                .filter(rule -> rule.objectId() == objectId)
                .filter(rule -> roles.find(rule.roleId()).isPresent())
                .toList();
    }

    private void giveBack(long before, long now) {
        for (AclRule rule : rulesOf(before))
            rules.put(rule.id(), new AclRule(rule.id(), now, rule.roleId(), rule.permission(), rule.effect()));
    }

    private void requireRole(int roleId) {
        if (roles.find(roleId).isEmpty()) throw new NotFound("role");
    }
}
