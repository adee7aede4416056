-- After a revocation: what of it came back and how, what the person says to it, and what was restored.

-- A watched right that was allowed again: given on purpose to this person, or by another way, which is an alarm.
create table revocation_return (
  workspace_id  uuid not null,
  revocation_id uuid not null,
  permission    text not null,
  -- The place in one text, as `workspace` or `department <id>`.
  place_key     text not null,
  place         jsonb not null,
  kind          text not null check (kind in ('given', 'alarm')),
  at            timestamptz not null,
  -- Who gave it; for an alarm null: nobody did so knowingly.
  given_by      text,
  because       text,
  -- The facts that allow it, as a decision names them.
  grounds       jsonb not null,
  primary key (workspace_id, revocation_id, permission, place_key),
  foreign key (workspace_id, revocation_id) references revocation (workspace_id, id),
  check ((kind = 'given') = (given_by is not null))
);

-- One contest a revocation: what the person says, and how it was decided.
create table revocation_contest (
  workspace_id  uuid not null,
  revocation_id uuid not null,
  state         text not null check (state in ('open', 'upheld', 'overturned')),
  words         text not null,
  at            timestamptz not null,
  decided_by    text,
  decided_at    timestamptz,
  answer        text,
  -- Nobody else could decide but whoever took it.
  alone         boolean not null default false,
  primary key (workspace_id, revocation_id),
  foreign key (workspace_id, revocation_id) references revocation (workspace_id, id),
  check ((state = 'open') = (decided_by is null))
);

-- Items of a revocation that were restored: a restriction of it that was lifted, or a grant that was given anew.
create table revocation_restored (
  workspace_id  uuid not null,
  revocation_id uuid not null,
  item_id       uuid not null,
  -- The new grant; null where a restriction was lifted.
  grant_id      uuid,
  restored_by   text not null,
  at            timestamptz not null,
  primary key (workspace_id, revocation_id, item_id),
  foreign key (workspace_id, revocation_id) references revocation (workspace_id, id)
);

-- Those that may still be watched.
create index revocation_at on revocation (workspace_id, at);

-- What one member was refused, newest first: tries after something was taken, among any number of other entries.
create index ledger_entry_refused on ledger_entry
  (workspace_id, ((leaf::jsonb -> 'data' ->> 'memberId')), at, index)
  where tree = 'activity' and event in ('refusal.met@1', 'session.refused@1');
