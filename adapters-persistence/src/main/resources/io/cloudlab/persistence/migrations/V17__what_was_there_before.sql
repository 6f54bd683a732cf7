-- Runs on H2 (MODE=PostgreSQL) and PostgreSQL alike, and again after it was cut off anywhere.

-- Host keys of synchronised objects that are not yet pinned to what these stand for: the key counts that was pinned first.
update cloudlab_host_key set pin = (
    select case when item.source = 'vultr' then 'vultr:' || item.source_key
        else item.source || ':' || item.type_slug || ':' || item.source_key end
    from cloudlab_item item where 'object:' || item.id = cloudlab_host_key.pin)
where exists (select 1 from cloudlab_item item
    where 'object:' || item.id = cloudlab_host_key.pin and item.source is not null
    and not exists (select 1 from cloudlab_host_key taken where taken.pin =
        case when item.source = 'vultr' then 'vultr:' || item.source_key
        else item.source || ':' || item.type_slug || ':' || item.source_key end)
    and (item.source <> 'vultr' or not exists (
        select 1 from cloudlab_host_key former join cloudlab_item twin on 'object:' || twin.id = former.pin
        where twin.source = 'vultr' and twin.source_key = item.source_key and former.id < cloudlab_host_key.id)));

-- Sessions that were begun before they were listed could be neither seen nor ended by their users: all end once.
update cloudlab_user set token_version = token_version + 1;
