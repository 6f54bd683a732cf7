-- Runs on H2 (MODE=PostgreSQL) and PostgreSQL alike, and again after it was cut off anywhere.

-- Users take turns: of the jobs that wait, those with the lowest turn are next.
alter table cloudlab_job add column if not exists turn bigint default 0 not null;
drop index if exists cloudlab_job_by_phase;
create index if not exists cloudlab_job_queue on cloudlab_job (phase, turn, seq);
create index if not exists cloudlab_job_queue_of_user on cloudlab_job (username_key, phase, turn);
