-- Rights that will be taken: decided, told, and carried out when their day has come.

create table plan (
  workspace_id uuid not null references workspace,
  id           uuid not null,
  what         text not null check (what in ('departure', 'suspension', 'rights', 'grants', 'move')),
  reason       text not null check (reason in ('leave', 'move', 'review', 'incident', 'misuse', 'expiry', 'request', 'other')),
  because      text not null,
  -- Rights of a plan for rights: 'all' or a list of keys.
  permissions  jsonb,
  -- What becomes of other paths that give them; null where nobody has said.
  paths        jsonb,
  made_by      uuid not null,
  made_at      timestamptz not null,
  -- By what its maker proved who they are; what is carried out later rests on it.
  proof        jsonb,
  people       int not null check (people > 0),
  -- Above the brake: nothing happens before somebody has agreed.
  braked       boolean not null,
  agreed_by    uuid,
  agreed_at    timestamptz,
  cancelled_by      uuid,
  cancelled_at      timestamptz,
  cancelled_because text,
  primary key (workspace_id, id),
  check ((what = 'rights') = (permissions is not null)),
  check (what = 'rights' or paths is null),
  check ((agreed_by is null) = (agreed_at is null)),
  check (braked or agreed_by is null)
);

create table plan_item (
  workspace_id uuid not null,
  plan_id      uuid not null,
  member_id    uuid not null,
  -- As in the plan: with it, no two plans are about to take the same from one person.
  what         text not null,
  grant_ids    jsonb,
  due_at       timestamptz not null,
  state        text not null check (state in ('waiting', 'held', 'done', 'cancelled')),
  -- When it is tried: its day, and later where something stood in the way.
  next_at      timestamptz not null,
  -- Whoever had it carried out before its day or against what stood in the way, and how they proved who they are.
  hastened_by  uuid,
  proof        jsonb,
  -- What has no successor does not hold it up any more.
  urgent       boolean not null default false,
  held_code    text,
  held_details jsonb,
  revocation_id uuid,
  done_at      timestamptz,
  primary key (workspace_id, plan_id, member_id),
  foreign key (workspace_id, plan_id) references plan (workspace_id, id),
  foreign key (workspace_id, member_id) references member (workspace_id, id),
  check ((state = 'held') = (held_code is not null)),
  check ((state = 'done') = (done_at is not null))
);
create unique index plan_item_open on plan_item (workspace_id, member_id, what) where state in ('waiting', 'held');
create index plan_item_next on plan_item (next_at) where state in ('waiting', 'held');
create index plan_item_member on plan_item (workspace_id, member_id);
