-- Runs on H2 (MODE=PostgreSQL) and PostgreSQL alike, and again after it was cut off anywhere.

-- What playbooks are handed as literal values.
alter table cloudlab_job add column if not exists variables text default '{}' not null;

-- How the playbooks of an ended job went, by host.
alter table cloudlab_job add column if not exists hosts text;

-- What is known of the cloud's instances: one row.
create table if not exists cloudlab_instances (
    id integer primary key,
    inventory text not null,
    cached_at timestamp(6) with time zone,
    unconfirmed_empty boolean not null
);
insert into cloudlab_instances (id, inventory, unconfirmed_empty) values (1, '{}', false) on conflict do nothing;
