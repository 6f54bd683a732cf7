-- Runs on H2 (MODE=PostgreSQL) and PostgreSQL alike, and again after it was cut off anywhere.

-- How often a job is tried again when it fails and after how long; of a try itself, which job failed before, and when it may
-- begin.
alter table cloudlab_job add column if not exists retries_left integer not null default 0;
alter table cloudlab_job add column if not exists retry_seconds bigint not null default 0;
alter table cloudlab_job add column if not exists retry_of varchar;
alter table cloudlab_job add column if not exists not_before timestamp(6) with time zone;
