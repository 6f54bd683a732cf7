package io.cloudlab.persistence.items;

import io.cloudlab.core.access.AclRule;
import io.cloudlab.core.access.AclStore;
import io.cloudlab.core.access.ObjectRules;
import io.cloudlab.core.access.TagGrant;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.persistence.database.DatabaseFailures;
import io.cloudlab.persistence.database.JdbiTransactions;
import io.cloudlab.persistence.database.RecentLists;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.StatementContext;

public final class JdbiAclStore implements AclStore {
    private final JdbiTransactions database;
    private final RecentLists lists;

    public JdbiAclStore(JdbiTransactions database, RecentLists lists) {
        this.database = database;
        this.lists = lists;
    }

    @Override
    public ObjectRules of(long objectId) {
        List<AclRule> rules = new ArrayList<>();
        List<TagGrant> grants = new ArrayList<>();
        database.with(handle -> {
            handle.createQuery("""
                            select id, 0 as tag_id, role_id, permission, effect from cloudlab_acl where item_id = :item
                            union all
                            select allowed.id, allowed.tag_id, allowed.role_id, allowed.permission, null
                            from cloudlab_item_tag marked
                            join cloudlab_tag_grant allowed on allowed.tag_id = marked.tag_id
                            where marked.item_id = :item
                            order by 1""")
                    .bind("item", objectId)
                    .map((row, context) -> row.getString("effect") == null
                            ? grants.add(grant(row, context))
                            : rules.add(rule(row, objectId)))
                    .list();
            return rules;
        });
        return rules.isEmpty() && grants.isEmpty() ? ObjectRules.NONE : new ObjectRules(rules, grants);
    }

    @Override
    public AclRule put(long objectId, int roleId, String permission, AclRule.Effect effect) {
        return changed(database.whole(handle -> {
            String type = handle.createQuery("select type_slug from cloudlab_item where id = :id for update")
                    .bind("id", objectId)
                    .mapTo(String.class)
                    .findOne()
                    .orElseThrow(() -> new NotFound("object"));
            int changed = handle.execute(
                    "update cloudlab_acl set effect = ? where item_id = ? and permission = ? and role_id = ?",
                    effect,
                    objectId,
                    permission,
                    roleId);
            if (changed == 0) insert(handle, objectId, type, roleId, permission, effect);
            return handle.createQuery("select * from cloudlab_acl"
                            + " where item_id = :item and permission = :permission and role_id = :role")
                    .bind("item", objectId)
                    .bind("permission", permission)
                    .bind("role", roleId)
                    .map((row, context) -> rule(row, objectId))
                    .one();
        }));
    }

    @Override
    public boolean remove(long objectId, long ruleId) {
        return changed(database.with(handle ->
                handle.execute("delete from cloudlab_acl where id = ? and item_id = ?", ruleId, objectId) > 0));
    }

    @Override
    public Map<String, List<AclRule>> ofServices() {
        return database.read(handle -> handle.createQuery("select * from cloudlab_service_rule order by id")
                .map((row, context) -> Map.entry(row.getString("service"), rule(row, AclRule.OF_SERVICE)))
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toUnmodifiableList()))));
    }

    @Override
    public AclRule putForService(String service, int roleId, String permission, AclRule.Effect effect) {
        return database.whole(handle -> {
            try {
                handle.execute(
                        "insert into cloudlab_service_rule (service, role_id, permission, effect) values (?, ?, ?, ?)"
                                + " on conflict do nothing",
                        service,
                        roleId,
                        permission,
                        effect);
            } catch (JdbiException e) {
                throw DatabaseFailures.isUnreferenced(e) ? new NotFound("role") : e;
            }
            handle.execute(
                    "update cloudlab_service_rule set effect = ? where service = ? and role_id = ? and permission = ?",
                    effect,
                    service,
                    roleId,
                    permission);
            return handle.createQuery("select * from cloudlab_service_rule"
                            + " where service = :service and role_id = :role and permission = :permission")
                    .bind("service", service)
                    .bind("role", roleId)
                    .bind("permission", permission)
                    .map((row, context) -> rule(row, AclRule.OF_SERVICE))
                    .one();
        });
    }

    @Override
    public boolean removeForService(String service, long ruleId) {
        return database.with(handle ->
                handle.execute("delete from cloudlab_service_rule where id = ? and service = ?", ruleId, service) > 0);
    }

    @Override
    public List<TagGrant> grants(Collection<Integer> tagIds) {
        if (tagIds.isEmpty()) return List.of();
        return database.read(
                handle -> handle.createQuery("select * from cloudlab_tag_grant where tag_id = any (:tags) order by id")
                        .bindArray("tags", Integer.class, tagIds.toArray())
                        .map(JdbiAclStore::grant)
                        .list());
    }

    @Override
    public TagGrant grant(int tagId, int roleId, String permission) {
        return changed(database.whole(handle -> {
            requireTag(handle, tagId);
            try {
                handle.execute(
                        "insert into cloudlab_tag_grant (tag_id, role_id, permission) values (?, ?, ?)"
                                + " on conflict do nothing",
                        tagId,
                        roleId,
                        permission);
            } catch (JdbiException e) {
                throw DatabaseFailures.isUnreferenced(e) ? new NotFound("role") : e;
            }
            return handle.createQuery("select * from cloudlab_tag_grant"
                            + " where tag_id = :tag and role_id = :role and permission = :permission")
                    .bind("tag", tagId)
                    .bind("role", roleId)
                    .bind("permission", permission)
                    .map(JdbiAclStore::grant)
                    .one();
        }));
    }

    @Override
    public boolean revoke(int tagId, long grantId) {
        return changed(database.with(handle ->
                handle.execute("delete from cloudlab_tag_grant where id = ? and tag_id = ?", grantId, tagId) > 0));
    }

    @Override
    public Set<Integer> ruled(AclRule.Effect effect, Collection<Integer> roleIds) {
        if (roleIds.isEmpty()) return Set.of();
        return database.read(handle -> handle.createQuery("""
                        select id from cloudlab_role where id = any (:roles)
                        and (exists (select 1 from cloudlab_acl where role_id = cloudlab_role.id and effect = :effect)
                            or exists (select 1 from cloudlab_service_rule where role_id = cloudlab_role.id and effect = :effect)
                            or exists (select 1 from cloudlab_acl_kept where role_id = cloudlab_role.id and effect = :effect)
                            or :grants and exists (select 1 from cloudlab_tag_grant where role_id = cloudlab_role.id))""")
                .bindArray("roles", Integer.class, roleIds.toArray())
                .bind("effect", effect)
                .bind("grants", effect == AclRule.Effect.ALLOW)
                .mapTo(Integer.class)
                .set());
    }

    private <T> T changed(T written) {
        lists.changed();
        return written;
    }

    /** And keeps it from going until the transaction ends. */
    private static void requireTag(Handle handle, int tagId) {
        handle.createQuery("select id from cloudlab_tag where id = :id for update")
                .bind("id", tagId)
                .mapTo(Integer.class)
                .findOne()
                .orElseThrow(() -> new NotFound("tag"));
    }

    private static void insert(
            Handle handle, long objectId, String type, int roleId, String permission, AclRule.Effect effect) {
        try {
            handle.execute(
                    "insert into cloudlab_acl (item_id, type_slug, role_id, permission, effect) values (?, ?, ?, ?, ?)",
                    objectId,
                    type,
                    roleId,
                    permission,
                    effect);
        } catch (JdbiException e) {
            throw DatabaseFailures.isUnreferenced(e) ? new NotFound("role") : e;
        }
    }

    private static AclRule rule(ResultSet row, long objectId) throws SQLException {
        return new AclRule(
                row.getLong("id"),
                objectId,
                row.getInt("role_id"),
                row.getString("permission"),
                AclRule.Effect.valueOf(row.getString("effect")));
    }

    private static TagGrant grant(ResultSet row, StatementContext context) throws SQLException {
        return new TagGrant(
                row.getLong("id"), row.getInt("tag_id"), row.getInt("role_id"), row.getString("permission"));
    }
}
