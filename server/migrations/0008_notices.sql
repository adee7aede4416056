-- What members are told. Data hold ids and numbers only; the words are made when they are shown.

create table notice (
  workspace_id uuid not null references workspace,
  id           uuid not null,
  member_id    uuid not null,
  -- Like `authority.critical-act@1`: the room that speaks of it, what happened, and the form of the data.
  kind         text not null,
  data         jsonb not null,
  at           timestamptz not null,
  read_at      timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, member_id) references member (workspace_id, id)
);
create index notice_member on notice (workspace_id, member_id, id desc);
create index notice_unread on notice (workspace_id, member_id) where read_at is null;
create index notice_at on notice (at);
