-- Runs on H2 (MODE=PostgreSQL) and PostgreSQL alike, and again after it was cut off anywhere.

-- Rules of synchronised objects that are gone. They return with the object that is made under the same key.
create table if not exists cloudlab_acl_kept (
    id bigint primary key,
    type_slug varchar not null,
    source varchar not null,
    source_key varchar not null,
    role_id integer not null references cloudlab_role (id) on delete cascade,
    permission varchar not null,
    effect varchar not null
);
create index if not exists cloudlab_acl_kept_key on cloudlab_acl_kept (type_slug, source, source_key);
create index if not exists cloudlab_acl_kept_role on cloudlab_acl_kept (role_id);

-- Host keys of synchronised objects are pinned to what these stand for.
create index if not exists cloudlab_host_key_address on cloudlab_host_key (host, port);
update cloudlab_host_key set pin = (
    select case when item.source = 'vultr' then 'vultr:' || item.source_key
        else item.source || ':' || item.type_slug || ':' || item.source_key end
    from cloudlab_item item where 'object:' || item.id = cloudlab_host_key.pin)
where exists (select 1 from cloudlab_item item
    where 'object:' || item.id = cloudlab_host_key.pin and item.source is not null
    and (item.source <> 'vultr' or not exists (select 1 from cloudlab_item older
        where older.source = 'vultr' and older.source_key = item.source_key and older.id < item.id))
    and not exists (select 1 from cloudlab_host_key taken where taken.pin = 'vultr:' || item.source_key));
