-- Runs on H2 (MODE=PostgreSQL) and PostgreSQL alike, and again after it was cut off anywhere.

-- How long a job may take, and when that is over; null for jobs that may take as long as they like.
alter table cloudlab_job add column if not exists timeout_seconds bigint;
alter table cloudlab_job add column if not exists deadline timestamp(6) with time zone;

-- What a job has written as its outputs, as JSON; null without any.
alter table cloudlab_job add column if not exists outputs varchar;

-- A job's inputs in their types, as JSON with the members values and secrets (names only); null without any.
alter table cloudlab_job add column if not exists typed_inputs varchar;
