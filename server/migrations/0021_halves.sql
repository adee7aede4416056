-- Acts that take two: what somebody asks a second person to stand behind, and what became of it.

create table half (
  workspace_id uuid not null references workspace,
  id           uuid not null,
  by_id        uuid not null,
  method       text not null check (method in ('POST', 'PUT', 'PATCH', 'DELETE')),
  -- With its query.
  path         text not null,
  -- The bytes that will be sent, as text.
  body         text not null,
  -- Of method, path and body, as a proof is bound by.
  act_hash     bytea not null check (length(act_hash) = 32),
  -- Each critical permission that it uses, on what: [{permission, target}].
  wanted       jsonb not null,
  because      text not null,
  at           timestamptz not null,
  until        timestamptz not null,
  state        text not null check (state in ('waiting', 'agreed', 'refused', 'used', 'withdrawn')),
  answered_by  uuid,
  answered_at  timestamptz,
  -- Why it was refused.
  answered_because text,
  -- By what the second person has proved who they are.
  proof        jsonb,
  primary key (workspace_id, id),
  foreign key (workspace_id, by_id) references member (workspace_id, id),
  check (by_id <> answered_by),
  check ((answered_by is null) = (answered_at is null)),
  check (state not in ('agreed', 'used') or proof is not null)
);
create index half_by on half (workspace_id, by_id, id desc);
create index half_answered on half (workspace_id, answered_by, id desc);
create index half_open on half (workspace_id, until) where state in ('waiting', 'agreed');

-- Critical acts that were taken back: each at most once.
create table act_taken_back (
  workspace_id uuid not null references workspace,
  -- Of the act.
  revision     bigint not null,
  by_id        uuid not null,
  because      text not null,
  at           timestamptz not null,
  primary key (workspace_id, revision)
);
create index ledger_entry_proved on ledger_entry (workspace_id, revision desc)
  where tree = 'authority' and leaf like '%,"proof":{"%';

-- Who stood behind a plan when it was made, hastened or agreed to, and how they proved who they are.
alter table plan add column second jsonb, add column agreed_proof jsonb;
alter table plan_item add column second jsonb;
