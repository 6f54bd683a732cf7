-- Runs on H2 (MODE=PostgreSQL) and PostgreSQL alike, and again after it was cut off anywhere.

-- The server that uses the database, by the database's clock: one row; without a run it is free.
create table if not exists cloudlab_lease (
    id integer primary key,
    server_id varchar,
    server_name varchar,
    run varchar,
    taken_at timestamp(6) with time zone,
    renewed_at timestamp(6) with time zone
);
insert into cloudlab_lease (id) values (1) on conflict do nothing;

-- The server whose processes an active job has. Those without one belong to the first server that starts.
alter table cloudlab_job add column if not exists server_id varchar;

-- Tables that were copied from another database, and whether that has come to its end.
create table if not exists cloudlab_move (
    id integer primary key,
    source varchar not null,
    finished boolean not null
);
create table if not exists cloudlab_moved_table (
    name varchar primary key,
    row_count bigint not null,
    checksum varchar not null
);
