-- Runs on H2 (MODE=PostgreSQL) and PostgreSQL alike, and again after it was cut off anywhere.

-- Sessions that were begun: for their user to see and end, and to know from where the user has signed in lately.
create table if not exists cloudlab_session (
    id varchar primary key,
    user_id integer not null,
    token_version integer not null,
    begun_at timestamp(6) with time zone not null,
    expires_at timestamp(6) with time zone not null,
    ip_address varchar
);
create index if not exists cloudlab_session_user on cloudlab_session (user_id, begun_at);
create index if not exists cloudlab_session_expiry on cloudlab_session (expires_at);
