-- What members prove with beside their password, sign-ins that wait for it, and how each session was signed in.

-- One row for each thing a member proves with; what it is made of stands in the table of its kind.
create table factor (
  workspace_id uuid not null references workspace,
  id           uuid not null,
  member_id    uuid not null,
  kind         text not null check (kind in ('totp', 'passkey', 'recovery')),
  since        timestamptz not null,
  primary key (workspace_id, id)
);
create index factor_member on factor (workspace_id, member_id);
-- A second authenticator app or set of codes takes the place of the first.
create unique index factor_one on factor (workspace_id, member_id, kind) where kind <> 'passkey';

-- The seed of an authenticator app, sealed under a key outside the database. It counts once the factor of its id is there.
create table totp (
  workspace_id uuid not null references workspace,
  id           uuid not null,
  member_id    uuid not null,
  -- Which key has sealed it.
  key_id       bytea not null,
  nonce        bytea not null check (length(nonce) = 12),
  sealed       bytea not null,
  -- The session that has begun it confirms it.
  session_id   uuid not null,
  made_at      timestamptz not null,
  -- The newest step whose code was accepted: it and those before are accepted no more.
  last_step    bigint,
  primary key (workspace_id, id)
);
create index totp_member on totp (workspace_id, member_id);

create table recovery_code (
  workspace_id uuid not null references workspace,
  hash         bytea not null check (length(hash) = 32),
  factor_id    uuid not null,
  member_id    uuid not null,
  used_at      timestamptz,
  primary key (workspace_id, hash),
  foreign key (workspace_id, factor_id) references factor (workspace_id, id) on delete cascade
);
create index recovery_code_member on recovery_code (workspace_id, member_id);

-- A sign-in whose first factor was right. Good for minutes, for one session, and in the browser that began it.
create table pending_sign_in (
  token_hash   bytea primary key check (length(token_hash) = 32),
  workspace_id uuid not null references workspace,
  id           uuid not null,
  member_id    uuid not null,
  epoch        bigint not null,
  -- The mark of the browser; null for a program, which keeps none.
  device       bytea,
  methods      text[] not null,
  until        timestamptz not null
);
create index pending_sign_in_member on pending_sign_in (workspace_id, member_id);
create index pending_sign_in_until on pending_sign_in (until);

alter table session add column methods text[] not null default '{password}';
alter table session alter column methods drop default;

alter table step_up drop constraint step_up_method_check;
alter table step_up add constraint step_up_method_check
  check (method in ('password', 'totp', 'recovery', 'passkey', 'link'));
