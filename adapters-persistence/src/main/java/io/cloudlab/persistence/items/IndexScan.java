package io.cloudlab.persistence.items;

import java.util.List;

/**
 * Along which index the objects of a list are found.
 *
 * @param table the table whose rows count, as {@code d}
 * @param id the column that holds the object
 * @param conditions on the index, each {@code column = value}
 * @param leading the columns the index begins with, which are the same in all rows: H2 sorts by an index only if the
 *     order names all its columns
 */
record IndexScan(String table, String id, List<String> conditions, String leading) {
    static final IndexScan TYPE =
            new IndexScan("cloudlab_item", "d.id", List.of("d.type_slug = :type"), "d.type_slug, ");
    static final IndexScan SEARCH = new IndexScan(
            "cloudlab_item_search", "d.item_id", List.of("d.type_slug = :type", "position(:search in d.text) > 0"), "");
    static final IndexScan RISING = new IndexScan(
            "cloudlab_item_field", "d.item_id", List.of("d.field_key = :sort"), "d.field_key, d.value_key, ");
    static final IndexScan FALLING = new IndexScan(
            "cloudlab_item_field", "d.item_id", List.of("d.field_key = :sort"), "d.field_key, d.value_key desc, ");

    /** What its own rules show to some roles; an object is there once for each of them. */
    static final IndexScan SHOWN = ruled("ALLOW", "any (:roles)", "");

    /** What its own rules hide from some roles; an object is there once for each of them. */
    static final IndexScan HIDDEN = ruled("DENY", "any (:roles)", "");

    /** What their own rules show to the role {@code :one}. */
    static final IndexScan SHOWN_TO_ONE = ruled("ALLOW", ":one", "d.type_slug, d.permission, d.effect, d.role_id, ");

    /** Objects with the tag {@code :one}. */
    static final IndexScan TAGGED = tag(":one");

    /** Objects with some of the tags {@code :others}, once for each. */
    static final IndexScan TAGGED_OTHERWISE = new IndexScan(
            "cloudlab_item_tag", "d.item_id", List.of("d.tag_id = any (:others)", "d.type_slug = :type"), "");

    /** @param number of the tag among those asked for */
    static IndexScan tag(int number) {
        return tag(":tag" + number);
    }

    private static IndexScan tag(String tag) {
        return new IndexScan(
                "cloudlab_item_tag",
                "d.item_id",
                List.of("d.tag_id = " + tag, "d.type_slug = :type"),
                "d.tag_id, d.type_slug, ");
    }

    /** @param number of the field among those asked for */
    static IndexScan field(int number) {
        return new IndexScan(
                "cloudlab_item_field",
                "d.item_id",
                List.of("d.field_key = :field" + number, "d.value_key = :value" + number),
                "d.field_key, d.value_key desc, ");
    }

    private static IndexScan ruled(String effect, String roles, String leading) {
        return new IndexScan(
                "cloudlab_acl",
                "d.item_id",
                List.of(
                        "d.type_slug = :type",
                        "d.permission = 'view'",
                        "d.effect = '" + effect + "'",
                        "d.role_id = " + roles),
                leading);
    }
}
