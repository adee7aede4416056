-- Handing on the top seat: what a company asks for it, the transfers with what everybody said, and what is left afterwards.

-- The higher the number, the higher the rank.
alter table position add column rank smallint check (rank between 0 and 100);

create table creator_setting (
  workspace_id uuid primary key references workspace,
  rank_min     smallint check (rank_min between 0 and 100),
  consent      text not null check (consent in ('none', 'approvals', 'letter')),
  approvals    smallint not null check (approvals between 1 and 9),
  set_by       uuid not null,
  set_at       timestamptz not null
);

create table creator_transfer (
  workspace_id  uuid not null references workspace,
  id            uuid not null,
  way           text not null check (way in ('transfer', 'claim', 'recovery')),
  state         text not null check (state in ('offered', 'accepted', 'cooling', 'done', 'reverted', 'declined', 'cancelled', 'vetoed', 'lapsed')),
  former_id     uuid not null,
  successor_id  uuid not null,
  former_becomes text not null check (former_becomes in ('super', 'scoped', 'member')),
  because       text not null,
  consent       text not null check (consent in ('none', 'approvals', 'letter')),
  approvals_needed smallint not null check (approvals_needed between 0 and 9),
  -- By the profile of the company: whether the creator arms it and it cools off. Once strict, it stays so.
  strict        boolean not null,
  -- What both sign, and the random number in it.
  hash          text not null check (hash ~ '^[0-9a-f]{64}$'),
  nonce         text not null,
  -- What the successor gained and the former lost by it, as of the offer.
  gains         text[] not null,
  loses         text[] not null,
  offered_at    timestamptz not null,
  -- Each half: by what it was proved, for which hash. The creator's is the newest, of the offer or of arming.
  former_half   jsonb,
  successor_half jsonb,
  accepted_at   timestamptz,
  -- When what it waits for is too late.
  until_at      timestamptz,
  due_at        timestamptz,
  done_at       timestamptz,
  done_revision bigint,
  -- What ended and began with the switch, for taking it back.
  ended_ids     uuid[],
  -- What the former creator held, as JSON, sealed by its SHA-256 in the ledger; and the backup of what they owned.
  record        text,
  record_sha256 text,
  backup_id     uuid,
  revert_until  timestamptz,
  revert_asked_at timestamptz,
  revert_because text,
  revert_half   jsonb,
  reverted_at   timestamptz,
  -- When something is due by itself; null when nothing is.
  next_at       timestamptz,
  -- How often the parties were told while it cooled off.
  told          smallint not null default 0,
  -- When the new creator is reminded of what is left.
  remind_at     timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, former_id) references member (workspace_id, id),
  foreign key (workspace_id, successor_id) references member (workspace_id, id),
  check (former_id <> successor_id),
  -- INVARIANT O3: without both halves there is no switch.
  check (way <> 'transfer' or state not in ('done', 'reverted') or (former_half is not null and successor_half is not null)),
  check ((state in ('done', 'reverted')) = (done_at is not null)),
  check ((state = 'cooling') = (due_at is not null) or state not in ('offered', 'accepted', 'cooling'))
);
-- Two transfers cannot be open at once.
create unique index creator_transfer_open on creator_transfer (workspace_id) where state in ('offered', 'accepted', 'cooling');
create index creator_transfer_next on creator_transfer (next_at) where next_at is not null;
create index creator_transfer_remind on creator_transfer (remind_at) where remind_at is not null;

-- Who agreed, objected, or agreed to its being taken back: each once.
create table creator_transfer_voice (
  workspace_id uuid not null,
  transfer_id  uuid not null,
  what         text not null check (what in ('approval', 'veto', 'revert')),
  member_id    uuid not null,
  at           timestamptz not null,
  words        text not null,
  half         jsonb not null,
  primary key (workspace_id, transfer_id, what, member_id),
  foreign key (workspace_id, transfer_id) references creator_transfer (workspace_id, id)
);

create table creator_transfer_letter (
  workspace_id uuid not null,
  transfer_id  uuid not null,
  name         text not null,
  type         text not null check (type in ('application/pdf', 'image/png', 'image/jpeg')),
  sha256       text not null,
  content      bytea not null check (octet_length(content) <= 2097152),
  by_id        uuid not null,
  at           timestamptz not null,
  primary key (workspace_id, transfer_id),
  foreign key (workspace_id, transfer_id) references creator_transfer (workspace_id, id)
);

create table creator_transfer_event (
  workspace_id uuid not null,
  transfer_id  uuid not null,
  id           uuid not null,
  at           timestamptz not null,
  what         text not null,
  by_id        uuid,
  method       text,
  words        text not null,
  primary key (workspace_id, transfer_id, id),
  foreign key (workspace_id, transfer_id) references creator_transfer (workspace_id, id)
);

-- What the new creator said to have done of what is left.
create table creator_transfer_item (
  workspace_id uuid not null,
  transfer_id  uuid not null,
  key          text not null,
  done_at      timestamptz not null,
  done_by      uuid not null,
  evidence     text not null check (evidence <> ''),
  primary key (workspace_id, transfer_id, key),
  foreign key (workspace_id, transfer_id) references creator_transfer (workspace_id, id)
);
