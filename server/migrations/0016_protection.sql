-- How strictly a company proves and decides. No row: the usual.
create table protection (
  workspace_id uuid primary key references workspace,
  profile      text not null check (profile in ('standard', 'strict')),
  -- What each tier signs in with: {creator, super, scoped, member}.
  needs        jsonb not null,
  since        timestamptz not null,
  by_id        uuid
);
