-- Runs on H2 (MODE=PostgreSQL) and PostgreSQL alike, and again after it was cut off anywhere.

-- How many objects hold a value in a field, unique values left out, in slots by the object's id so that writers seldom
-- meet.
create table if not exists cloudlab_item_field_count (
    field_key bigint not null,
    value_key bytea not null,
    slot integer not null,
    objects bigint not null,
    primary key (field_key, value_key, slot)
);
delete from cloudlab_item_field_count;
insert into cloudlab_item_field_count (field_key, value_key, slot, objects)
select held.field_key, held.value_key, cast(mod(held.item_id, 16) as integer), count(*)
from cloudlab_item_field held
where not exists (select 1 from cloudlab_item_unique own
    where own.field_key = held.field_key and own.value_key = held.value_key and own.item_id = held.item_id)
group by held.field_key, held.value_key, cast(mod(held.item_id, 16) as integer);

-- All objects of a type are counted in blocks of 16,384 ids, each in 16 slots, so that far pages are found.
delete from cloudlab_item_count where tag_id = 0;
insert into cloudlab_item_count (type_slug, tag_id, slot, objects)
select type_slug, 0, cast(id / 16384 * 16 + mod(id, 16) as integer), count(*)
from cloudlab_item
group by type_slug, cast(id / 16384 * 16 + mod(id, 16) as integer);

-- The newest objects rules of one role are about come first.
create index if not exists cloudlab_acl_newest on cloudlab_acl
    (type_slug, permission, effect, role_id, item_id desc);
drop index if exists cloudlab_acl_by_role;
