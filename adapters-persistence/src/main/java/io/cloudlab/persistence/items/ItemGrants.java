package io.cloudlab.persistence.items;

import io.cloudlab.core.inventory.item.ItemQuery;
import io.cloudlab.core.inventory.type.TypeSlug;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/**
 * Which objects of a type rules and tags show to some roles, where these see nothing else of it. Each index is read by
 * itself, since H2 reads a union again and again where it is joined to anything.
 */
final class ItemGrants {
    /** So many tags are looked through one by one, each for its newest objects only. */
    private static final int SINGLE_TAGS = 20;

    private final Set<Integer> roles;
    private final ItemConditions conditions;

    /** Tags that show objects, the most frequent first, with their numbers. */
    private final List<Map.Entry<Integer, Long>> tags;

    ItemGrants(TypeSlug type, Set<Integer> roles, Handle handle) {
        this.roles = roles;
        List<Integer> granting = handle.createQuery("select distinct tag_id from cloudlab_tag_grant"
                        + " where permission = 'view' and role_id = any (:roles)")
                .bindArray("roles", Integer.class, roles.toArray())
                .mapTo(Integer.class)
                .list();
        this.tags = ItemNumbers.ofTags(handle, type, granting).entrySet().stream()
                .filter(tag -> tag.getValue() > 0)
                .sorted(Map.Entry.<Integer, Long>comparingByValue().reversed())
                .toList();
        this.conditions = prepared(new ItemConditions(ItemQuery.all(type), handle));
    }

    /** Binds what {@link #isGranted} and {@link #isNotHidden} ask for. */
    ItemConditions prepared(ItemConditions others) {
        return others.withIntegers("roles", roles).withIntegers("granting", tagIds());
    }

    boolean any() {
        return !tags.isEmpty()
                || !conditions
                        .first(IndexScan.SHOWN, IndexScan.SHOWN.conditions(), true, 1)
                        .isEmpty();
    }

    /** Whether there may be more than so many; a quick answer, not an exact one. */
    boolean mayBeMoreThan(int max) {
        long borne = tags.stream().mapToLong(Map.Entry::getValue).sum();
        return borne > max
                || borne
                                + conditions
                                        .first(IndexScan.SHOWN, IndexScan.SHOWN.conditions(), true, max + 1L)
                                        .size()
                        > max;
    }

    /** So many of them that are not hidden, the newest or the oldest. */
    List<Long> first(long max, boolean newest) {
        Set<Long> found = new TreeSet<>(newest ? Comparator.<Long>reverseOrder() : Comparator.<Long>naturalOrder());
        if (tags.size() > SINGLE_TAGS) {
            conditions.withIntegers("others", tagIds());
            addFirst(found, IndexScan.TAGGED_OTHERWISE, max, newest);
        } else {
            for (int tag : tagIds()) {
                conditions.with("one", tag);
                addFirst(found, IndexScan.TAGGED, max, newest);
            }
        }
        for (int role : roles) {
            conditions.with("one", role);
            addFirst(found, IndexScan.SHOWN_TO_ONE, max, newest);
        }
        return found.stream().limit(max).toList();
    }

    /** How many of them are not hidden. Objects with the most frequent tag need not be counted. */
    long total() {
        long total = 0;
        if (!tags.isEmpty()) {
            List<Integer> others = new ArrayList<>(tagIds());
            conditions.with("one", others.remove(0)).withIntegers("others", others);
            total = tags.get(0).getValue();
            if (!others.isEmpty()) {
                IndexScan driver = IndexScan.TAGGED_OTHERWISE;
                total += conditions.countOnce(driver, and(driver, "not " + bears(driver, "= :one")));
            }
        }
        total += conditions.countOnce(
                IndexScan.SHOWN, and(IndexScan.SHOWN, "not " + bears(IndexScan.SHOWN, "= any (:granting)")));
        return total - conditions.countOnce(IndexScan.HIDDEN, and(IndexScan.HIDDEN, isGranted(IndexScan.HIDDEN)));
    }

    static String isGranted(IndexScan driver) {
        return "(" + bears(driver, "= any (:granting)")
                + " or exists (select 1 from cloudlab_acl showing where showing.item_id = " + driver.id()
                + " and showing.permission = 'view' and showing.effect = 'ALLOW' and showing.role_id = any (:roles)))";
    }

    static String isNotHidden(IndexScan driver) {
        return "not exists (select 1 from cloudlab_acl hiding where hiding.item_id = " + driver.id()
                + " and hiding.permission = 'view' and hiding.effect = 'DENY' and hiding.role_id = any (:roles))";
    }

    private void addFirst(Set<Long> found, IndexScan driver, long max, boolean newest) {
        found.addAll(conditions.first(driver, and(driver, isNotHidden(driver)), newest, max));
    }

    private List<Integer> tagIds() {
        return tags.stream().map(Map.Entry::getKey).toList();
    }

    private static String bears(IndexScan driver, String tag) {
        return "exists (select 1 from cloudlab_item_tag marked where marked.item_id = " + driver.id()
                + " and marked.tag_id " + tag + ")";
    }

    private static List<String> and(IndexScan driver, String condition) {
        List<String> all = new ArrayList<>(driver.conditions());
        all.add(condition);
        return all;
    }
}
