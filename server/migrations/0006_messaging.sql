-- Conversations, who is in them, messages, read marks.

create table conversation (
  workspace_id uuid not null references workspace,
  id           uuid not null,
  kind         text not null check (kind in ('dm', 'group')),
  -- Of a group only; a direct conversation is called by the other person.
  name         text,
  owner_id     uuid,
  -- Of a direct conversation: both ids, the smaller first, so that two people have one conversation.
  pair         text,
  -- Numbers given so far, under this row's lock: the order of seq is the order of commit.
  last_seq     bigint not null default 0 check (last_seq >= 0),
  -- Messages of people so far: what unread counts count. Lines of the system do not raise it.
  last_count   bigint not null default 0 check (last_count between 0 and last_seq),
  opened_at    timestamptz not null,
  moved_at     timestamptz not null,
  dissolved_at timestamptz,
  -- False once the resource was taken off the authority's list.
  placed       boolean not null default true,
  primary key (workspace_id, id),
  unique (workspace_id, pair),
  check ((kind = 'dm') = (pair is not null)),
  check ((kind = 'group') = (name is not null)),
  check (kind = 'group' or owner_id is null),
  check (placed or dissolved_at is not null)
) with (fillfactor = 70);

create index conversation_owner on conversation (workspace_id, owner_id) where owner_id is not null and dissolved_at is null;

-- Authority: a row here is the relation "is in this conversation". Senders never touch it, so a removal waits for none.
create table conversation_member (
  workspace_id    uuid not null,
  conversation_id uuid not null,
  member_id       uuid not null,
  -- What came up to and including this number is not shown to the member.
  from_seq        bigint not null,
  joined_at       timestamptz not null,
  primary key (workspace_id, conversation_id, member_id),
  foreign key (workspace_id, conversation_id) references conversation (workspace_id, id),
  foreign key (workspace_id, member_id) references member (workspace_id, id)
);
create index conversation_member_of on conversation_member (workspace_id, member_id);

-- Content: how far a member has read. `count` is the message's own count at `seq`.
create table conversation_read (
  workspace_id    uuid not null,
  conversation_id uuid not null,
  member_id       uuid not null,
  seq             bigint not null check (seq >= 0),
  count           bigint not null check (count between 0 and seq),
  primary key (workspace_id, conversation_id, member_id)
) with (fillfactor = 70);

create table message (
  workspace_id    uuid not null,
  conversation_id uuid not null,
  seq             bigint not null check (seq > 0),
  id              uuid not null,
  -- Messages of people up to and including this one.
  count           bigint not null check (count between 0 and seq),
  kind            text not null check (kind in ('text', 'file', 'system')),
  sender_id       uuid,
  -- The sender's own id of the message: a retry finds it again.
  client_id       text,
  body            text not null,
  line            jsonb,
  file_id         uuid,
  sent_at         timestamptz not null,
  primary key (workspace_id, conversation_id, seq),
  unique (workspace_id, id),
  unique (workspace_id, conversation_id, sender_id, client_id),
  foreign key (workspace_id, conversation_id) references conversation (workspace_id, id),
  check ((kind = 'system') = (line is not null)),
  check ((kind = 'system') = (client_id is null)),
  check ((kind = 'file') = (file_id is not null)),
  check (kind = 'system' or sender_id is not null)
);
