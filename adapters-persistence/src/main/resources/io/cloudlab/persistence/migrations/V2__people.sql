-- Runs on H2 (MODE=PostgreSQL) and PostgreSQL alike, and again after it was cut off anywhere.

-- Single-use tokens; one that is spent is deleted.
create table if not exists cloudlab_token (
    hash varchar primary key,
    purpose varchar not null,
    user_id integer not null,
    expires_at timestamp(6) with time zone not null
);
create index if not exists cloudlab_token_user on cloudlab_token (user_id, purpose);
create index if not exists cloudlab_token_expiry on cloudlab_token (expires_at);

-- Mails that wait to be sent.
create table if not exists cloudlab_outbox (
    id varchar primary key,
    mail bytea not null,
    created_at timestamp(6) with time zone not null,
    due_at timestamp(6) with time zone not null,
    attempts integer not null
);
create index if not exists cloudlab_outbox_due on cloudlab_outbox (due_at, created_at);

-- Rows that are locked by name.
create table if not exists cloudlab_lock (name varchar primary key);
insert into cloudlab_lock (name) values ('roles') on conflict do nothing;

-- Names of roles are unique by their key. The core computes keys; those of former rows are near enough.
alter table cloudlab_role add column if not exists name_key varchar;
update cloudlab_role set name_key = lower(name) where name_key is null;
alter table cloudlab_role alter column name_key set not null;
create unique index if not exists cloudlab_role_name_key on cloudlab_role (name_key);

-- Username, address and display name in lower case, for searching.
alter table cloudlab_user add column if not exists search_key varchar;
update cloudlab_user
set search_key = lower(username || ' ' || coalesce(email, '') || ' ' || coalesce(display_name, ''))
where search_key is null;
alter table cloudlab_user alter column search_key set not null;

-- The username in lower case, and what a search of the audit trail looks into.
alter table cloudlab_audit add column if not exists username_key varchar;
alter table cloudlab_audit add column if not exists search_key varchar;
update cloudlab_audit
set username_key = lower(username),
    search_key = lower(action || ' ' || coalesce(resource, '') || ' ' || coalesce(username, '') || ' '
        || coalesce(ip_address, '') || ' ' || details)
where search_key is null;
alter table cloudlab_audit alter column search_key set not null;

-- The audit trail is read newest first; the last columns let other filters be tried without reading the rows.
drop index if exists cloudlab_audit_time;
drop index if exists cloudlab_audit_action;
drop index if exists cloudlab_audit_username;
drop index if exists cloudlab_audit_user;
drop index if exists cloudlab_audit_resource;
create index if not exists cloudlab_audit_newest on cloudlab_audit (created_at desc, id desc);
create index if not exists cloudlab_audit_by_action on cloudlab_audit (action, created_at desc, id desc);
create index if not exists cloudlab_audit_by_user on cloudlab_audit
    (user_id, created_at desc, id desc, action, resource);
create index if not exists cloudlab_audit_by_username on cloudlab_audit
    (username_key, created_at desc, id desc, action, resource);
create index if not exists cloudlab_audit_by_resource on cloudlab_audit (resource, created_at desc, id desc, action);
