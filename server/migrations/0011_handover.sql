-- What somebody holds, offered to a successor; and sealed backups of it.

create table handover (
  workspace_id uuid not null references workspace,
  id           uuid not null,
  kind         text not null check (kind in ('group', 'report', 'file')),
  occasion     text not null check (occasion in ('departure', 'inservice')),
  from_id      uuid not null,
  to_id        uuid not null,
  state        text not null check (state in ('offered', 'accepted', 'declined', 'withdrawn', 'lapsed', 'parked', 'reversed')),
  because      text not null,
  -- Like everywhere: member:<id>, system:<name> or operator.
  made_by      text not null,
  made_at      timestamptz not null,
  -- Until when it can be answered.
  until        timestamptz not null,
  answered_at  timestamptz,
  answer       text,
  -- When its things went over: for seven days they can go back.
  settled_at   timestamptz,
  reversed_at  timestamptz,
  reversed_by  text,
  primary key (workspace_id, id),
  foreign key (workspace_id, from_id) references member (workspace_id, id),
  foreign key (workspace_id, to_id) references member (workspace_id, id),
  check (from_id <> to_id),
  check ((state in ('accepted', 'parked', 'reversed')) = (settled_at is not null))
);
create index handover_from on handover (workspace_id, from_id, id desc);
create index handover_to on handover (workspace_id, to_id, id desc);

create table handover_item (
  workspace_id uuid not null,
  handover_id  uuid not null,
  kind         text not null,
  item_id      uuid not null,
  name         text not null,
  -- What became of it; null while nobody has answered.
  fate         text check (fate in ('handed', 'gone', 'stays', 'returned', 'moved-on')),
  -- The receiver came into it by this hand-over, and leaves it when that is reversed.
  joined       boolean not null default false,
  -- True while the offer stands open.
  open         boolean not null,
  primary key (workspace_id, handover_id, item_id),
  foreign key (workspace_id, handover_id) references handover (workspace_id, id)
);
create index handover_item_thing on handover_item (workspace_id, kind, item_id);
-- A thing is offered to one person at a time.
create unique index handover_item_open on handover_item (workspace_id, kind, item_id) where open;

create table backup (
  workspace_id uuid not null references workspace,
  id           uuid not null,
  member_id    uuid not null,
  taken_at     timestamptz not null,
  taken_by     text not null,
  because      text not null,
  -- Canonical JSON, and the SHA-256 of its bytes as the ledger has it.
  manifest     text not null,
  sha256       bytea not null check (length(sha256) = 32),
  counts       jsonb not null,
  files        int not null check (files >= 0),
  bytes        bigint not null check (bytes >= 0),
  primary key (workspace_id, id),
  foreign key (workspace_id, member_id) references member (workspace_id, id)
);
create index backup_member on backup (workspace_id, member_id, id desc);

-- While a backup names a file, its row cannot go, and so neither can its bytes.
create table backup_file (
  workspace_id uuid not null,
  backup_id    uuid not null,
  file_id      uuid not null,
  name         text not null,
  type         text not null,
  size         bigint not null,
  sha256       bytea not null check (length(sha256) = 32),
  primary key (workspace_id, backup_id, file_id),
  foreign key (workspace_id, backup_id) references backup (workspace_id, id),
  foreign key (workspace_id, file_id) references file (workspace_id, id)
);
create index backup_file_file on backup_file (workspace_id, file_id);

-- Who opened a backup, and which file of it; the ledger has the same.
create table backup_opening (
  workspace_id uuid not null,
  id           uuid not null,
  backup_id    uuid not null,
  member_id    uuid not null,
  at           timestamptz not null,
  file_id      uuid,
  primary key (workspace_id, id),
  foreign key (workspace_id, backup_id) references backup (workspace_id, id),
  foreign key (workspace_id, member_id) references member (workspace_id, id)
);
create index backup_opening_backup on backup_opening (workspace_id, backup_id, id desc);
