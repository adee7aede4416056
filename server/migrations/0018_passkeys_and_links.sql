-- Signing in and proving by passkey, and by a device that is signed in already. No code, no secret stands here in clear.

create table passkey (
  workspace_id  uuid not null references workspace,
  id            uuid not null,
  member_id     uuid not null,
  credential_id bytea not null check (length(credential_id) between 1 and 1023),
  -- COSE, as the device gave it.
  public_key    bytea not null,
  -- How often the device says it has signed; zero where it does not count.
  counter       bigint not null check (counter >= 0),
  transports    text[] not null,
  -- Kept by a provider and so on several devices.
  synced        boolean not null,
  name          text not null,
  created_at    timestamptz not null,
  last_used_at  timestamptz,
  primary key (workspace_id, id),
  unique (workspace_id, credential_id),
  foreign key (workspace_id, id) references factor (workspace_id, id) on delete cascade
);
create index passkey_member on passkey (workspace_id, member_id);

-- What a device was asked to sign. One use: the act that uses the answer deletes the row.
create table passkey_challenge (
  hash         bytea primary key check (length(hash) = 32),
  workspace_id uuid not null references workspace,
  purpose      text not null check (purpose in ('sign-in', 'second', 'step-up', 'add')),
  nonce        bytea not null check (length(nonce) = 32),
  member_id    uuid,
  session_id   uuid,
  epoch        bigint,
  act_hash     bytea check (length(act_hash) = 32),
  -- The sign-in under way that it is the second half of.
  pending_id   uuid,
  until        timestamptz not null,
  check ((purpose in ('step-up', 'add')) = (session_id is not null and epoch is not null)),
  check ((purpose = 'sign-in') = (member_id is null)),
  check ((purpose = 'step-up') = (act_hash is not null)),
  check ((purpose = 'second') = (pending_id is not null))
);
create index passkey_challenge_until on passkey_challenge (until);

-- A QR code on one page that a device which is signed in says yes to. The code stands in the picture, the secret stays with
-- the page: who has read only one of them gets nothing.
create table sign_in_link (
  workspace_id  uuid not null references workspace,
  id            uuid not null,
  code_hash     bytea not null check (length(code_hash) = 32),
  secret_hash   bytea not null check (length(secret_hash) = 32),
  purpose       text not null check (purpose in ('sign-in', 'second', 'step-up')),
  -- Expired is read off the clock and written by nobody.
  state         text not null check (state in ('shown', 'seen', 'approved', 'declined', 'used')),
  digits        text not null check (digits ~ '^[0-9]{2}$'),
  -- Among these the phone's owner finds the ones the page shows.
  choices       text[] not null check (digits = any (choices)),
  -- Who showed it: what it is, from where, and the mark of its browser if it has one.
  device        text not null,
  address       text not null,
  browser       bytea check (length(browser) = 32),
  -- Of a second factor and of a step-up: who alone may answer.
  member_id     uuid,
  pending_id    uuid,
  session_id    uuid,
  epoch         bigint,
  act_hash      bytea check (length(act_hash) = 32),
  act_method    text,
  act_path      text,
  made_at       timestamptz not null,
  until         timestamptz not null,
  -- Who said yes or no, by which session, and which epoch it was begun in.
  answered_by   uuid,
  answered_in   uuid,
  answered_epoch bigint,
  primary key (workspace_id, id),
  check ((purpose = 'sign-in') = (member_id is null)),
  check ((purpose = 'second') = (pending_id is not null)),
  check ((purpose = 'step-up') = (session_id is not null)),
  check ((session_id is null) = (epoch is null) and (session_id is null) = (act_hash is null)
    and (session_id is null) = (act_method is null) and (session_id is null) = (act_path is null)),
  check ((state in ('approved', 'declined', 'used')) = (answered_in is not null)),
  check ((answered_in is null) = (answered_by is null) and (answered_in is null) = (answered_epoch is null)),
  -- A session never says yes to itself.
  check (answered_in is distinct from session_id or session_id is null)
);
create index sign_in_link_until on sign_in_link (until);

-- From which session one was let in by QR code, back to one that somebody proved themselves for: what one of them shows, no
-- other of the same root may say yes to, or a stolen session would be two devices.
alter table session add column root_id uuid;
