-- Runs on H2 (MODE=PostgreSQL) and PostgreSQL alike, and again after it was cut off anywhere.

-- What a job works on: a service, the cloud's instances, an object or a type, whose names may be equal.
alter table cloudlab_job add column if not exists subject varchar default 'SERVICE' not null;
update cloudlab_job set subject = 'CLOUD'
    where action in ('refresh', 'stop_all', 'destroy_instance') and directory = '' and type_slug is null;
update cloudlab_job set subject = 'OBJECT' where object_id is not null and directory = '' and service like '%/%';
update cloudlab_job set subject = 'TYPE' where object_id is null and service = type_slug and directory = '';
update cloudlab_job set exclusive_key = lower(subject) || ':' || service
    where subject <> 'SERVICE' and exclusive_key = service;
