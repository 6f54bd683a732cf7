-- Runs on H2 (MODE=PostgreSQL) and PostgreSQL alike, and again after it was cut off anywhere.

-- What whoever started a job must still be permitted when its turn comes. Jobs of former versions have none.
alter table cloudlab_job add column if not exists permission varchar;
