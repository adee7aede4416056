-- Roles, grants, restrictions, administrator seats, external resources. Rows are ended, never deleted: the past is asked too.

create table role (
  workspace_id uuid not null references workspace,
  id           uuid not null,
  slug         text,                       -- of a built-in role
  name         text not null,
  name_key     text not null,
  permissions  text[] not null,
  created_at   timestamptz not null,
  removed_at   timestamptz,
  primary key (workspace_id, id)
);
create unique index role_name on role (workspace_id, name_key) where removed_at is null;

-- A grant and a restriction have one shape: subject × right × scope × [from, until) × reason.
create table authority_grant (
  workspace_id  uuid not null references workspace,
  id            uuid not null,
  subject_type  text not null check (subject_type in ('member', 'group', 'position', 'department', 'everyone')),
  subject_id    uuid,
  permission    text,
  role_id       uuid,
  scope         jsonb not null,
  from_at       timestamptz,
  until_at      timestamptz,
  source        text not null check (source in ('baseline', 'position', 'administrator', 'request', 'handover', 'emergency', 'import')),
  because       text not null,
  given_by      text not null,
  given_at      timestamptz not null,
  ended_at      timestamptz,
  ended_by      text,
  ended_because text,
  ended_how     text check (ended_how in ('revoked', 'relinquished', 'expired', 'superseded')),
  -- While a grant is suspended it gives nothing. The tier of whoever suspended it: one of that tier or above resumes it.
  suspended_at      timestamptz,
  suspended_by      text,
  suspended_because text,
  suspended_tier    text check (suspended_tier in ('creator', 'super', 'scoped')),
  -- The end it was given with, kept when a later one takes its place, and how many times one has.
  first_until_at timestamptz,
  extended       int not null default 0,
  primary key (workspace_id, id),
  foreign key (workspace_id, role_id) references role (workspace_id, id),
  check ((permission is null) <> (role_id is null)),
  check ((subject_type = 'everyone') = (subject_id is null)),
  check (until_at > from_at),
  check (ended_how is null or ended_at is not null),
  check (num_nulls(suspended_at, suspended_by, suspended_because) in (0, 3)),
  check (suspended_tier is null or suspended_at is not null),
  check (extended >= 0 and (extended = 0) = (first_until_at is null)),
  check (first_until_at is null or (until_at is not null and until_at > first_until_at))
);
create index authority_grant_subject on authority_grant (workspace_id, subject_type, subject_id) where ended_at is null;
create index authority_grant_role on authority_grant (workspace_id, role_id) where ended_at is null;
create index authority_grant_given on authority_grant (workspace_id, id desc);

create table restriction (
  workspace_id  uuid not null references workspace,
  id            uuid not null,
  subject_type  text not null check (subject_type in ('member', 'group', 'position', 'department', 'everyone')),
  subject_id    uuid,
  permission    text,
  role_id       uuid,
  scope         jsonb not null,
  from_at       timestamptz,
  until_at      timestamptz,
  because       text not null,
  given_by      text not null,
  given_at      timestamptz not null,
  ended_at      timestamptz,
  ended_by      text,
  ended_because text,
  primary key (workspace_id, id),
  foreign key (workspace_id, role_id) references role (workspace_id, id),
  check ((permission is null) <> (role_id is null)),
  check ((subject_type = 'everyone') = (subject_id is null)),
  check (until_at > from_at)
);
create index restriction_subject on restriction (workspace_id, subject_type, subject_id) where ended_at is null;

create table administrator (
  workspace_id        uuid not null references workspace,
  id                  uuid not null,
  member_id           uuid not null,
  tier                text not null check (tier in ('creator', 'super', 'scoped')),
  permissions         text[] not null,
  scope               jsonb not null,
  ceiling_permissions text[] not null,
  ceiling_reach       jsonb not null,
  from_at             timestamptz,
  until_at            timestamptz,
  because             text not null,
  appointed_by        uuid,
  appointed_at        timestamptz not null,
  ended_at            timestamptz,
  ended_by            text,
  ended_because       text,
  -- Made by the switch for department heads, and kept by it.
  for_head            boolean not null default false,
  primary key (workspace_id, id),
  check (until_at > from_at),
  check (not for_head or tier = 'scoped'),
  check (tier <> 'creator' or (from_at is null and until_at is null))
);
-- INVARIANT O1: exactly one creator; the database refuses a second one.
create unique index administrator_creator on administrator (workspace_id) where tier = 'creator' and ended_at is null;
create unique index administrator_super on administrator (workspace_id, member_id) where tier = 'super' and ended_at is null;
create index administrator_member on administrator (workspace_id, member_id) where ended_at is null;

create unique index administrator_head on administrator (workspace_id, member_id) where for_head and ended_at is null;

-- What department heads may do in the departments they head, while the switch is on: a row is on.
create table head_office (
  workspace_id        uuid primary key references workspace,
  permissions         text[] not null,
  ceiling_permissions text[] not null,
  because             text not null,
  set_by              text not null,
  set_at              timestamptz not null
);

create table external_resource (
  workspace_id  uuid not null references workspace,
  kind          text not null,
  id            text not null,
  name          text not null,
  department_id uuid,
  placed_at     timestamptz not null,
  primary key (workspace_id, kind, id)
);
