-- Signing in: passwords, sessions, one-time codes, and what bounds guessing. No token, ticket or code stands here in clear.

create table credential (
  workspace_id uuid not null references workspace,
  member_id    uuid not null,
  -- Argon2id, with the parameters it was made with, so that they can be raised for everybody at their next sign-in.
  memory_kib   integer not null check (memory_kib > 0),
  passes       integer not null check (passes > 0),
  lanes        integer not null check (lanes > 0),
  salt         bytea not null check (length(salt) = 16),
  hash         bytea not null check (length(hash) = 32),
  set_at       timestamptz not null,
  primary key (workspace_id, member_id)
);

create table session (
  workspace_id   uuid not null references workspace,
  id             uuid not null,
  token_hash     bytea not null unique check (length(token_hash) = 32),
  member_id      uuid not null,
  -- The member's epoch when the session began; a suspension or departure raises it and so ends all sessions unseen.
  epoch          bigint not null,
  device         text not null,
  created_at     timestamptz not null,
  last_seen_at   timestamptz not null,
  idle_until     timestamptz not null,
  absolute_until timestamptz not null,
  ended_at       timestamptz,
  primary key (workspace_id, id),
  check (idle_until <= absolute_until)
);
create index session_member on session (workspace_id, member_id, created_at) where ended_at is null;

-- One use, 30 s, for the page it was given to. Taking one deletes it.
create table ticket (
  hash         bytea primary key check (length(hash) = 32),
  workspace_id uuid not null references workspace,
  session_id   uuid not null,
  member_id    uuid not null,
  origin       text not null,
  until        timestamptz not null
);

-- Who has proved once more who they are, for exactly one act of theirs: good for minutes and for one use. The act that
-- uses it deletes it in its own transaction; a new password deletes what was proved by the old one.
create table step_up (
  token_hash   bytea primary key check (length(token_hash) = 32),
  workspace_id uuid not null references workspace,
  id           uuid not null,
  member_id    uuid not null,
  session_id   uuid not null,
  epoch        bigint not null,
  method       text not null check (method in ('password')),
  act_hash     bytea not null check (length(act_hash) = 32),
  until        timestamptz not null
);
create index step_up_member on step_up (workspace_id, member_id);
create index step_up_until on step_up (until);

-- The code printed on the terminal of the first run. Void after too many wrong codes, used once.
create table setup_code (
  hash     bytea primary key check (length(hash) = 32),
  made_at  timestamptz not null default now(),
  attempts integer not null default 0,
  used_at  timestamptz
);

create table invitation (
  workspace_id uuid not null references workspace,
  id           uuid not null,
  hash         bytea not null unique check (length(hash) = 32),
  member_id    uuid not null,
  made_by      text not null,
  made_at      timestamptz not null,
  until        timestamptz not null,
  used_at      timestamptz,
  -- A newer invitation of the same member voids the ones before.
  void_at      timestamptz,
  primary key (workspace_id, id)
);
create unique index invitation_open on invitation (workspace_id, member_id) where used_at is null and void_at is null;

create table member_setting (
  workspace_id uuid not null references workspace,
  member_id    uuid not null,
  locale       text not null check (locale in ('zh-CN', 'en-US')),
  primary key (workspace_id, member_id)
);

-- Devices and networks from which a member has signed in before: guessers elsewhere cannot use up their tries.
create table sign_in_known (
  workspace_id uuid not null references workspace,
  member_id    uuid not null,
  hash         bytea not null check (length(hash) = 32),
  seen_at      timestamptz not null,
  primary key (workspace_id, member_id, hash)
);

-- When a password was tried, per lane. Keys are hashes: the table does not say who was tried, nor from where.
create table sign_in_budget (
  key      bytea primary key check (length(key) = 32),
  attempts timestamptz[] not null
);

-- Takes one try out of a lane: null when there was one, else the seconds until there is again.
create function hufu_sign_in_spend(lane bytea, tries integer, window_seconds integer) returns double precision
language plpgsql volatile
as $$
declare
  tried  timestamptz[];
  recent timestamptz[];
begin
  insert into sign_in_budget (key, attempts) values (lane, '{}') on conflict (key) do nothing;
  select attempts into tried from sign_in_budget where key = lane for update;
  select coalesce(array_agg(t order by t), '{}') into recent
    from unnest(tried) t where t > clock_timestamp() - make_interval(secs => window_seconds);
  if cardinality(recent) >= tries then
    return extract(epoch from recent[cardinality(recent) - tries + 1] + make_interval(secs => window_seconds) - clock_timestamp());
  end if;
  update sign_in_budget set attempts = recent || clock_timestamp() where key = lane;
  return null;
end $$;
